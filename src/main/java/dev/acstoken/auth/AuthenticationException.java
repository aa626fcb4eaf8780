package dev.acstoken.auth;

import org.jspecify.annotations.Nullable;

/**
 * The caller could not be authenticated. The message is written for the caller and holds nothing of
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

  AuthenticationException(Reason reason, String message) {
    this(reason, message, null);
  }

  AuthenticationException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
