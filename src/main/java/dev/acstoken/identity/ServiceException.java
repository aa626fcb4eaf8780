package dev.acstoken.identity;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request failed. The detail is written for the caller of the API: it says what is wrong, and
 * holds no secret and nothing that a dependency said.
 */
public final class ServiceException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final String detail;
  private final @Nullable Duration retryAfter;
  private final @Nullable String logMessage;

  public ServiceException(ErrorCode code, String detail) {
    this(code, detail, null, null, null);
  }

  /**
   * Creates a failure that something else caused.
   *
   * @param cause for the log, which shows its type and not its message
   */
  public ServiceException(ErrorCode code, String detail, Throwable cause) {
    this(code, detail, null, null, cause);
  }

  /**
   * Creates a failure after which trying again makes sense.
   *
   * @param retryAfter how long to wait before that
   */
  public ServiceException(ErrorCode code, String detail, Duration retryAfter) {
    this(code, detail, retryAfter, null, null);
  }

  /** Creates a failure after which trying again makes sense, and that something else caused. */
  public ServiceException(ErrorCode code, String detail, Duration retryAfter, Throwable cause) {
    this(code, detail, retryAfter, null, cause);
  }

  private ServiceException(
      ErrorCode code,
      String detail,
      @Nullable Duration retryAfter,
      @Nullable String logMessage,
      @Nullable Throwable cause) {
    super(detail, cause);
    this.code = code;
    this.detail = detail;
    this.retryAfter = retryAfter;
    this.logMessage = logMessage;
  }

  /** Returns the same failure with words for the operator, which hold no secret either. */
  public ServiceException withLogMessage(String message) {
    return new ServiceException(code, detail, retryAfter, message, getCause());
  }

  /** Returns the same failure for another request that shares it. */
  public ServiceException shared() {
    return new ServiceException(code, detail, retryAfter, logMessage, this);
  }

  /** Returns the same failure for another request that shares it, at another time. */
  public ServiceException shared(Duration newRetryAfter) {
    return new ServiceException(code, detail, newRetryAfter, logMessage, this);
  }

  public ErrorCode code() {
    return code;
  }

  public String detail() {
    return detail;
  }

  /** Returns how long to wait before trying again makes sense; empty if nothing is known. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** Returns what the operator should know; empty if the code says it all. */
  public Optional<String> logMessage() {
    return Optional.ofNullable(logMessage);
  }
}
