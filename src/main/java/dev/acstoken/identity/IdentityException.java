package dev.acstoken.identity;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An operation on an identity did not succeed. The detail is written for the caller of the API: it
 * says what is wrong and holds no secret and nothing of a dependency's own words.
 */
public final class IdentityException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Failure failure;
  private final String detail;
  private final @Nullable Duration retryAfter;

  public IdentityException(Failure failure, String detail) {
    this(failure, detail, null, null);
  }

  /**
   * @param retryAfter when trying again makes sense; null if nothing is known
   * @param cause for the log; null if there is none
   */
  public IdentityException(
      Failure failure, String detail, @Nullable Duration retryAfter, @Nullable Throwable cause) {
    super(detail, cause);
    this.failure = failure;
    this.detail = detail;
    this.retryAfter = retryAfter;
  }

  /** The same failure, for somebody else whom it befell too. */
  public IdentityException again() {
    return new IdentityException(failure, detail, retryAfter, this);
  }

  public Failure failure() {
    return failure;
  }

  public String detail() {
    return detail;
  }

  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
