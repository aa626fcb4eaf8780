package dev.acstoken.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.app.LazyApplication;
import dev.acstoken.devhost.DevelopmentHost;
import dev.acstoken.devhost.FunctionsHost;
import java.util.Optional;
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
