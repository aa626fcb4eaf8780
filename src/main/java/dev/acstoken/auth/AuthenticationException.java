package dev.acstoken.auth;

import org.jspecify.annotations.Nullable;

/**
 * The caller could not be authenticated. The detail is written for the caller and holds nothing of
 * the token.
 */
public final class AuthenticationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** There is no bearer token. */
    UNAUTHENTICATED,
    /** There is one and it does not verify. */
    INVALID_TOKEN,
    /** It verifies but lacks the required scope. */
    INSUFFICIENT_SCOPE,
    /** It cannot be verified now: the issuer's keys are not to be had. */
    ISSUER_UNAVAILABLE
  }

  private final Reason reason;
  private final String detail;

  AuthenticationException(Reason reason, String detail) {
    this(reason, detail, null);
  }

  AuthenticationException(Reason reason, String detail, @Nullable Throwable cause) {
    super(detail, cause);
    this.reason = reason;
    this.detail = detail;
  }

  public Reason reason() {
    return reason;
  }

  public String detail() {
    return detail;
  }
}
