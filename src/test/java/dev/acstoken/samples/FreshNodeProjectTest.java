package dev.acstoken.samples;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.acstoken.devhost.FreshNodeProjects;
import dev.acstoken.emulator.Operation;
import dev.acstoken.interop.ForeignProgram;
import dev.acstoken.interop.Interop;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Verifies that new Node.js projects use the packed TypeScript package. */
@Interop
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = MINUTES)
class FreshNodeProjectTest {

  private final ShortLivedTokens endpoint = new ShortLivedTokens();

  @SuppressWarnings("NullAway.Init")
  private FreshNodeProjects projects;

  @BeforeAll
  void installThePackage() throws Exception {
    projects = FreshNodeProjects.withThePackage();
  }

  @AfterAll
  void close() {
    endpoint.close();
  }

  @Test
  void aProjectOfEsModulesInStrictTypeScriptGetsRefreshesAndRevokesTokens() throws Exception {
    assertGetsRefreshesAndRevokesTokens(projects.esm(), "esm-user");
  }

  @Test
  void aProjectOfCommonJsModulesGetsRefreshesAndRevokesTokens() throws Exception {
    assertGetsRefreshesAndRevokesTokens(projects.commonJs(), "commonjs-user");
  }

  private void assertGetsRefreshesAndRevokesTokens(ProcessBuilder command, String user)
      throws Exception {
    var revocations = endpoint.acs().counters().of(Operation.REVOKE_TOKENS).effects();
    command.command().add(endpoint.uri().toString());
    command.command().add(endpoint.bearerToken(user));

    try (var program = ForeignProgram.start(command)) {
      String first = program.awaitLine("^token ");
      String second = program.awaitLine("^refreshed ");
      program.awaitLine("^signed out$");
      assertEquals(0, program.awaitExit());

      assertNotEquals(valueOf(first), valueOf(second));
      assertFalse(endpoint.acs().isValid(valueOf(second)));
    }
    assertEquals(revocations + 1, endpoint.acs().counters().of(Operation.REVOKE_TOKENS).effects());
  }

  private static String valueOf(String line) {
    return line.substring(line.indexOf(' ') + 1);
  }
}
