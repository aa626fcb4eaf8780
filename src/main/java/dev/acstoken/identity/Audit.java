package dev.acstoken.identity;

import dev.acstoken.identity.StateChange.Outcome;
import java.util.function.Supplier;

/** Runs calls that change something, and reports a failed change to the request's observer. */
public final class Audit {

  private Audit() {}

  /**
   * Makes a change that consists of one call. A failed change is reported as {@link
   * Outcome#NOT_DONE} if the call was refused. It is reported as {@link Outcome#UNKNOWN} if no
   * response tells whether the change happened.
   */
  public static <T> T attempt(StateChange change, RequestContext context, Supplier<T> call) {
    try {
      return call.get();
    } catch (RuntimeException | Error e) {
      report(change, isRefusal(e) ? Outcome.NOT_DONE : Outcome.UNKNOWN, context);
      throw e;
    }
  }

  /**
   * Makes a change that consists of several calls. A failed change is reported as {@link
   * Outcome#UNKNOWN}, because some of the calls may have succeeded.
   */
  public static <T> T attemptSteps(StateChange change, RequestContext context, Supplier<T> calls) {
    try {
      return calls.get();
    } catch (RuntimeException | Error e) {
      report(change, Outcome.UNKNOWN, context);
      throw e;
    }
  }

  private static void report(StateChange change, Outcome outcome, RequestContext context) {
    context.observer().onChange(change.withOutcome(outcome));
  }

  private static boolean isRefusal(Throwable e) {
    return e instanceof ServiceException failure
        && failure.code() != ErrorCode.ACS_UNAVAILABLE
        && failure.code() != ErrorCode.STORAGE_UNAVAILABLE;
  }
}
