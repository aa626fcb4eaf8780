package dev.acstoken.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.acstoken.identity.StateChange.Kind;
import dev.acstoken.identity.StateChange.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Verifies that a change that failed is reported, whatever it failed with. */
class AuditTest {

  private final RecordingObserver observer = new RecordingObserver();
  private final RequestContext context = RequestContext.within(Duration.ofSeconds(8), observer);

  @Test
  void aRefusedCallIsNotDone() {
    assertThrows(ServiceException.class, () -> attempt(refusal()));

    assertReported(Outcome.NOT_DONE);
  }

  @Test
  void aCallWithoutAResponseIsUnknown() {
    assertThrows(IllegalStateException.class, () -> attempt(new IllegalStateException()));

    assertReported(Outcome.UNKNOWN);
  }

  @Test
  void anErrorOfTheJvmIsReportedToo() {
    assertThrows(OutOfMemoryError.class, () -> attempt(new OutOfMemoryError()));
    assertThrows(StackOverflowError.class, () -> attemptSteps(new StackOverflowError()));

    assertReported(Outcome.UNKNOWN, Outcome.UNKNOWN);
  }

  private void attempt(Throwable failure) {
    Audit.attempt(StateChange.of(Kind.TOKENS_REVOKED), context, () -> fail(failure));
  }

  private void attemptSteps(Throwable failure) {
    Audit.attemptSteps(StateChange.of(Kind.ACCESS_SET), context, () -> fail(failure));
  }

  private static Object fail(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }

  private static ServiceException refusal() {
    return new ServiceException(ErrorCode.ACS_REJECTED, "Why.");
  }

  private void assertReported(Outcome... outcomes) {
    assertEquals(List.of(outcomes), observer.changes().stream().map(StateChange::outcome).toList());
  }
}
