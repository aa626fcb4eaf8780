package dev.acstoken.identity;

import dev.acstoken.identity.StateChange.Outcome;
import java.util.function.Supplier;

/** Makes changes, and tells the request's observer of those that fail. */
public final class Audit {

  private Audit() {}

  /** Makes the one call that the change consists of. */
  public static <T> T attempt(StateChange change, RequestContext context, Supplier<T> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      report(change, isRefusal(e) ? Outcome.NOT_DONE : Outcome.UNKNOWN, context);
      throw e;
    }
  }

  /** Makes several calls, of which some may have succeeded when one fails. */
  public static <T> T attemptSteps(StateChange change, RequestContext context, Supplier<T> calls) {
    try {
      return calls.get();
    } catch (RuntimeException e) {
      report(change, Outcome.UNKNOWN, context);
      throw e;
    }
  }

  private static void report(StateChange change, Outcome outcome, RequestContext context) {
    context.observer().onChange(change.withOutcome(outcome));
  }

  private static boolean isRefusal(RuntimeException e) {
    return e instanceof ServiceException failure
        && failure.code() != ErrorCode.ACS_UNAVAILABLE
        && failure.code() != ErrorCode.STORAGE_UNAVAILABLE;
  }
}
