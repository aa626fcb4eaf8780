package dev.acstoken.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.devhost.TypeScriptPackage;
import dev.acstoken.interop.ForeignProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Verifies that docs/guides/guests.md shows an appointment that takes place. */
class GuestsPageTest {

  private static final Path PAGE = Path.of("docs", "guides", "guests.md");

  @Test
  void quotesOnlyTheExamplesOfTheTypeScriptPackage() throws IOException {
    assertFalse(CodeBlocks.of(PAGE, "typescript").isEmpty());
    assertEquals(List.of(), CodeBlocks.withoutSource(PAGE, "typescript"));
  }

  /** The program runs the examples as the clinic's app and as the page of the patient. */
  @Test
  @Timeout(120)
  void theAppointmentTakesPlaceWithTheCodeOfThePage() throws Exception {
    try (var endpoint = new ShortLivedTokens();
        var app = ForeignProgram.start(appointment(endpoint))) {
      app.awaitLine("^invited https://app.example/join#[A-Za-z0-9_-]{43}$");
      app.writeLine("open");
      app.awaitLine("^opened$");
      assertTrue(endpoint.acs().identities().isEmpty(), "opening the page must not join");

      app.writeLine("click");
      String patient = app.awaitLine("^joined 19:chat@thread.v2 8:acs:").split(" ", 3)[2];
      assertTrue(endpoint.acs().identities().contains(patient));
      app.writeLine("admit");
      assertEquals("admitted 1 " + patient, app.awaitLine("^admitted "));

      app.writeLine("reload");
      assertEquals("joined 19:chat@thread.v2 " + patient, app.awaitLine("^joined "));
      app.writeLine("forward");
      assertEquals(
          "told Somebody has joined with this link already. Ask the clinic for another one.",
          app.awaitLine("^told "));
      assertEquals(1, endpoint.acs().identities().size());

      app.writeLine("end");
      assertEquals("ended true", app.awaitLine("^ended "));
      assertFalse(endpoint.acs().identities().contains(patient));
      assertEquals("told The appointment is over.", app.awaitLine("^told "));
      assertEquals(0, app.awaitExit());
    }
  }

  private static ProcessBuilder appointment(ShortLivedTokens endpoint) throws InterruptedException {
    String clinician = endpoint.bearerToken("clinician-" + UUID.randomUUID(), "Invitation.Create");
    return TypeScriptPackage.built()
        .script("test/appointment.mjs", endpoint.uri().toString(), clinician)
        .redirectErrorStream(true);
  }
}
