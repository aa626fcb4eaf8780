package dev.acstoken.identity.protocol;

import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import java.util.Optional;
import java.util.function.Supplier;

/** Starts over when a conditional write finds that another request was faster. */
final class OptimisticRetry {

  private static final int MAX_ATTEMPTS = 5;

  private OptimisticRetry() {}

  /**
   * Runs attempts until one has a result.
   *
   * @param attempt reads and writes; empty if another request changed what it read
   * @throws ServiceException with {@link ErrorCode#STORAGE_UNAVAILABLE} if too many attempts fail,
   *     or the deadline passes
   */
  static <T> T run(RequestContext context, Supplier<Optional<T>> attempt) {
    for (int number = 1; number <= MAX_ATTEMPTS; number++) {
      Optional<T> result = attempt.get();
      if (result.isPresent()) {
        return result.get();
      }
      if (context.deadline().hasPassed()) {
        break;
      }
    }
    throw new ServiceException(
        ErrorCode.STORAGE_UNAVAILABLE, "Too many changes to this user at once.");
  }
}
