package dev.acstoken.identity;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The failure of a request. The detail is written for the caller of the API. It says what is wrong,
 * and contains no secret and no text from a dependency.
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
   * Creates a failure with a cause.
   *
   * @param cause the cause, of which the log shows the type and not the message
   */
  public ServiceException(ErrorCode code, String detail, Throwable cause) {
    this(code, detail, null, null, cause);
  }

  /**
   * Creates a failure that may be temporary.
   *
   * @param retryAfter the time to wait before a retry
   */
  public ServiceException(ErrorCode code, String detail, Duration retryAfter) {
    this(code, detail, retryAfter, null, null);
  }

  /** Creates a failure that may be temporary, with a cause. */
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

  /** Returns this failure with a message for the operator, which must not contain a secret. */
  public ServiceException withLogMessage(String message) {
    return new ServiceException(code, detail, retryAfter, message, getCause());
  }

  /** Returns a copy of this failure for another request. This failure is its cause. */
  public ServiceException shared() {
    return new ServiceException(code, detail, retryAfter, logMessage, this);
  }

  /** Returns a copy of this failure for a later request, with a new time to wait. */
  public ServiceException shared(Duration newRetryAfter) {
    return new ServiceException(code, detail, newRetryAfter, logMessage, this);
  }

  public ErrorCode code() {
    return code;
  }

  public String detail() {
    return detail;
  }

  /** Returns the time to wait before a retry; empty if it is unknown. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** Returns the message for the operator; empty if the code is sufficient. */
  public Optional<String> logMessage() {
    return Optional.ofNullable(logMessage);
  }
}
