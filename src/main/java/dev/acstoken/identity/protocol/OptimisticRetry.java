package dev.acstoken.identity.protocol;

import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import java.util.Optional;
import java.util.function.Supplier;

/** Repeats a read and a conditional write until no other request changes the data in between. */
public final class OptimisticRetry {

  private static final int MAX_ATTEMPTS = 5;

  private OptimisticRetry() {}

  /**
   * Runs attempts until one has a result.
   *
   * @param attempt reads and writes; returns empty if another request changed the data that it had
   *     read
   * @throws ServiceException with {@link ErrorCode#STORAGE_UNAVAILABLE} if no attempt has a result
   *     within the limit of attempts or before the deadline; also the failure of an attempt, which
   *     is not repeated
   */
  public static <T> T run(RequestContext context, Supplier<Optional<T>> attempt) {
    return run(context, MAX_ATTEMPTS, attempt);
  }

  /** Does the same with another limit of attempts. */
  public static <T> T run(RequestContext context, int maxAttempts, Supplier<Optional<T>> attempt) {
    for (int number = 1; number <= maxAttempts; number++) {
      Optional<T> result = attempt.get();
      if (result.isPresent()) {
        return result.get();
      }
      if (context.deadline().hasPassed()) {
        break;
      }
    }
    throw new ServiceException(
        ErrorCode.STORAGE_UNAVAILABLE, "Too many concurrent changes to the same data.");
  }
}
