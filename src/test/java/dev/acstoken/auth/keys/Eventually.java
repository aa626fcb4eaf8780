package dev.acstoken.auth.keys;

import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

/** Waits for a fetch in the background. The time limit of the test ends the wait. */
final class Eventually {

  private static final Set<ErrorCode> UNDECIDED =
      Set.of(ErrorCode.KEY_NOT_FETCHED, ErrorCode.KEY_UNAVAILABLE);

  private Eventually() {}

  static void holds(Callable<Boolean> condition) throws Exception {
    while (!condition.call()) {
      Thread.sleep(2);
    }
  }

  /** Returns whether a token is signed, as soon as its key has been looked up. */
  static boolean decided(BooleanSupplier isSigned) throws InterruptedException {
    while (true) {
      try {
        return isSigned.getAsBoolean();
      } catch (ServiceException e) {
        if (!UNDECIDED.contains(e.code())) {
          throw e;
        }
        Thread.sleep(1);
      }
    }
  }
}
