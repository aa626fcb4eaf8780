package dev.acstoken.identity.protocol;

import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import java.time.Duration;

/** Waits between two steps of a change. */
@FunctionalInterface
interface Pause {

  /** Sleeps, unless the request's deadline passes meanwhile. */
  Pause SLEEP = Pause::sleep;

  /**
   * Waits.
   *
   * @throws ServiceException with {@link ErrorCode#ACS_UNAVAILABLE} if the time does not suffice
   */
  void await(Duration duration, RequestContext context);

  private static void sleep(Duration duration, RequestContext context) {
    if (context.deadline().remaining().compareTo(duration) <= 0) {
      throw interrupted();
    }
    try {
      // Rounded up, because a revocation must not come too early.
      Thread.sleep(duration.toMillis() + 1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted();
    }
  }

  private static ServiceException interrupted() {
    return new ServiceException(
        ErrorCode.ACS_UNAVAILABLE,
        "There was no time left to revoke the user's tokens.",
        Duration.ofSeconds(2));
  }
}
