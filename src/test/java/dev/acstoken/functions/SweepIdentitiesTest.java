package dev.acstoken.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.devhost.DevelopmentHost;
import dev.acstoken.devhost.FunctionsHost;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The timer, as the Functions host would fire it. */
class SweepIdentitiesTest {
  @RegisterExtension static final RunningEndpoint endpoint = new RunningEndpoint();

  private FunctionsHost host = DevelopmentHost.serve(() -> endpoint.newEndpoint());

  @AfterEach
  void close() {
    host.close();
  }

  @Test
  void isServedAsATimerAndEndsWell() {
    assertTrue(host.functions().contains("SweepIdentities: timer 0 */5 * * * *"));

    host.runTimer("SweepIdentities");
  }

  @Test
  void aFailureFailsTheInvocationAndTellsNothingButItsCode() {
    host.close();
    host = DevelopmentHost.serve(() -> endpoint.newEndpoint("TABLE_STORAGE_CONNECTION_STRING", ""));

    var failure = assertThrows(IllegalStateException.class, () -> host.runTimer("SweepIdentities"));

    assertEquals(
        Optional.of("misconfigured"),
        Optional.ofNullable(failure.getCause()).map(Throwable::getMessage));
  }
}
