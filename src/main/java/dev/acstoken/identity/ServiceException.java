package dev.acstoken.identity;

import java.io.Serializable;
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
  private final Extras extras;

  /** The parts that only some failures have. */
  private record Extras(
      @Nullable Duration retryAfter,
      @Nullable String logMessage,
      @Nullable String claims,
      @Nullable String entraError,
      @Nullable String reason)
      implements Serializable {

    private static final Extras NONE = new Extras(null, null, null, null, null);

    Extras withRetryAfter(Duration wait) {
      return new Extras(wait, logMessage, claims, entraError, reason);
    }

    Extras withLogMessage(String message) {
      return new Extras(retryAfter, message, claims, entraError, reason);
    }

    Extras withClaims(String json) {
      return new Extras(retryAfter, logMessage, json, entraError, reason);
    }

    Extras withEntraError(String number) {
      return new Extras(retryAfter, logMessage, claims, number, reason);
    }

    Extras withReason(String name) {
      return new Extras(retryAfter, logMessage, claims, entraError, name);
    }
  }

  public ServiceException(ErrorCode code, String detail) {
    this(code, detail, Extras.NONE, null);
  }

  /**
   * Creates a failure with a cause.
   *
   * @param cause the cause, of which the log shows the type and not the message
   */
  public ServiceException(ErrorCode code, String detail, Throwable cause) {
    this(code, detail, Extras.NONE, cause);
  }

  /**
   * Creates a failure that may be temporary.
   *
   * @param retryAfter the time to wait before a retry
   */
  public ServiceException(ErrorCode code, String detail, Duration retryAfter) {
    this(code, detail, Extras.NONE.withRetryAfter(retryAfter), null);
  }

  /** Creates a failure that may be temporary, with a cause. */
  public ServiceException(ErrorCode code, String detail, Duration retryAfter, Throwable cause) {
    this(code, detail, Extras.NONE.withRetryAfter(retryAfter), cause);
  }

  private ServiceException(
      ErrorCode code, String detail, Extras extras, @Nullable Throwable cause) {
    super(detail, cause);
    this.code = code;
    this.detail = detail;
    this.extras = extras;
  }

  /** Returns this failure with a message for the operator, which must not contain a secret. */
  public ServiceException withLogMessage(String message) {
    return new ServiceException(code, detail, extras.withLogMessage(message), getCause());
  }

  /**
   * Returns this failure with a claims request, with which the caller can sign the user in again.
   *
   * @param json a JSON object
   */
  public ServiceException withClaims(String json) {
    return new ServiceException(code, detail, extras.withClaims(json), getCause());
  }

  /**
   * Returns this failure with the number of Entra ID's error, for the operator.
   *
   * @param number the number, such as {@code AADSTS53003}
   */
  public ServiceException withEntraError(String number) {
    return new ServiceException(code, detail, extras.withEntraError(number), getCause());
  }

  /** Returns this failure with a reason that a program can distinguish, such as {@code expired}. */
  public ServiceException withReason(String name) {
    return new ServiceException(code, detail, extras.withReason(name), getCause());
  }

  /** Returns a copy of this failure for another request. This failure is its cause. */
  public ServiceException shared() {
    return new ServiceException(code, detail, extras, this);
  }

  /** Returns a copy of this failure for a later request, with a new time to wait. */
  public ServiceException shared(Duration newRetryAfter) {
    return new ServiceException(code, detail, extras.withRetryAfter(newRetryAfter), this);
  }

  public ErrorCode code() {
    return code;
  }

  public String detail() {
    return detail;
  }

  /** Returns the time to wait before a retry; empty if it is unknown. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(extras.retryAfter());
  }

  /** Returns the message for the operator; empty if the code is sufficient. */
  public Optional<String> logMessage() {
    return Optional.ofNullable(extras.logMessage());
  }

  /**
   * Returns the claims request with which the caller can sign the user in again, a JSON object;
   * empty if there is none.
   */
  public Optional<String> claims() {
    return Optional.ofNullable(extras.claims());
  }

  /** Returns the reason that a program can distinguish; empty if the code is sufficient. */
  public Optional<String> reason() {
    return Optional.ofNullable(extras.reason());
  }

  /** Returns the number of Entra ID's error; empty if Entra ID reported none. */
  public Optional<String> entraError() {
    return Optional.ofNullable(extras.entraError());
  }
}
