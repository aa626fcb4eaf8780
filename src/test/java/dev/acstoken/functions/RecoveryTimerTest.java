package dev.acstoken.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.data.tables.models.TableEntity;
import dev.acstoken.app.LazyApplication;
import dev.acstoken.devhost.DevelopmentHost;
import dev.acstoken.devhost.FaultyTableStorage;
import dev.acstoken.devhost.FunctionsHost;
import dev.acstoken.devhost.TableFault;
import dev.acstoken.emulator.Fault;
import dev.acstoken.emulator.Operation;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Verifies the recovery timer, fired as the Functions host fires it. */
class RecoveryTimerTest {
  @RegisterExtension static final RunningEndpoint endpoint = new RunningEndpoint();

  @RegisterExtension final LogCapture log = new LogCapture();

  private FunctionsHost host = DevelopmentHost.serve(endpoint::newApplication);

  @AfterEach
  void close() {
    host.close();
  }

  @Test
  void isServedAsATimerAndSucceeds() {
    assertTrue(host.functions().contains("Recovery: timer 0 */5 * * * *"));

    host.runTimer("Recovery");
  }

  @Test
  void aFailureFailsTheInvocationWithItsCodeOnly() {
    host.close();
    host =
        DevelopmentHost.serve(() -> endpoint.newApplication("TABLE_STORAGE_CONNECTION_STRING", ""));

    var failure = assertThrows(IllegalStateException.class, () -> host.runTimer("Recovery"));

    assertEquals(
        Optional.of("misconfigured"),
        Optional.ofNullable(failure.getCause()).map(Throwable::getMessage));
  }

  @Test
  void guestsAreRecoveredAlsoIfTheRecoveryOfUsersFails() {
    var inviter = endpoint.as("host-" + UUID.randomUUID(), "Invitation.Create");
    var invitation = inviter.post("/invitations").expect(201);
    String id = invitation.text("invitationId");
    var guest =
        endpoint
            .anonymous()
            .post("/guests", "{\"invitation\": \"" + invitation.text("code") + "\"}")
            .expect(201);
    endpoint.acs().faults().always(Operation.DELETE_IDENTITY, Fault.status(403));
    inviter.delete("/invitations/" + id).expect(202);
    endpoint.acs().faults().clear();
    var aMinuteAgo = Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.SECONDS);
    endpoint.table().createEntity(new TableEntity("endings", aMinuteAgo + "_" + id));
    host.close();
    try (var storage = FaultyTableStorage.inFrontOf(endpoint.azurite())) {
      host =
          DevelopmentHost.serve(
              () ->
                  endpoint.newApplication(
                      "TABLE_STORAGE_CONNECTION_STRING", storage.connectionString()));
      storage.once(1, TableFault.status(403, Optional.empty()));

      var failure = assertThrows(IllegalStateException.class, () -> host.runTimer("Recovery"));

      assertEquals(
          Optional.of("storage_unavailable"),
          Optional.ofNullable(failure.getCause()).map(Throwable::getMessage));
      assertFalse(endpoint.acs().isValid(guest.token()));
    }
  }

  @Test
  void anErrorOfTheJvmIsAnEventToo() {
    host.close();
    host =
        DevelopmentHost.serve(
            () ->
                LazyApplication.of(
                    () -> {
                      throw new OutOfMemoryError("a secret");
                    }));

    var failure = assertThrows(IllegalStateException.class, () -> host.runTimer("Recovery"));

    assertEquals(
        Optional.of("internal_error"),
        Optional.ofNullable(failure.getCause()).map(Throwable::getMessage));
    assertTrue(
        log.linesOf("event=request operation=Recovery ").get(0).contains("outcome=internal_error"));
  }
}
