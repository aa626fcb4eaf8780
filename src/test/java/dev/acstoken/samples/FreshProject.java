package dev.acstoken.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.acstoken.emulator.Operation;
import dev.acstoken.interop.ForeignProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The program of a new project, which prints {@code token} and {@code refreshed} with a token each,
 * then {@code signed out}, and ends.
 */
final class FreshProject {

  private FreshProject() {}

  static void assertGetsRefreshesAndRevokesTokens(ShortLivedTokens endpoint, List<String> program)
      throws Exception {
    long revocations = endpoint.acs().counters().of(Operation.REVOKE_TOKENS).effects();
    List<String> command = new ArrayList<>(program);
    command.add(endpoint.uri().toString());
    command.add(endpoint.bearerToken("user-" + UUID.randomUUID()));

    try (var running =
        ForeignProgram.start(new ProcessBuilder(command).redirectErrorStream(true))) {
      String first = token(running, "token ");
      String second = token(running, "refreshed ");
      running.awaitLine("^signed out$");
      assertEquals(0, running.awaitExit());

      assertNotEquals(first, second);
      assertFalse(endpoint.acs().isValid(second));
    }
    assertEquals(revocations + 1, endpoint.acs().counters().of(Operation.REVOKE_TOKENS).effects());
  }

  private static String token(ForeignProgram program, String label) throws InterruptedException {
    return program.awaitLine("^" + label).substring(label.length());
  }
}
