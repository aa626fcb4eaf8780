package dev.acstoken.identity;

import java.util.Locale;

/** The errors with which a request can fail. Clients switch on the {@link #code()}. */
public enum ErrorCode {
  INVALID_REQUEST(Category.INVALID, "The request is not valid"),
  INVALID_TEAMS_TOKEN(Category.INVALID, "The Teams token is not valid"),
  UNAUTHENTICATED(Category.UNAUTHENTICATED, "A bearer token is required"),
  INVALID_TOKEN(Category.UNAUTHENTICATED, "The bearer token is not valid"),
  FORBIDDEN(Category.PERMISSION_DENIED, "Not allowed"),
  /** The bearer token lacks the required scope. Clients see the code {@code forbidden}. */
  INSUFFICIENT_SCOPE(Category.PERMISSION_DENIED, "Not allowed"),
  /** The bearer token is an application's, and the operation needs a user's. */
  USER_REQUIRED(Category.PERMISSION_DENIED, "A user's token is required"),
  SCOPE_NOT_ALLOWED(Category.PERMISSION_DENIED, "The scope is not allowed"),
  TEAMS_TOKEN_MISMATCH(
      Category.PERMISSION_DENIED, "The Teams token belongs to another user or application"),
  TEAMS_LICENSE_MISSING(Category.PERMISSION_DENIED, "The user has no Teams license"),
  WRONG_TENANT(Category.PERMISSION_DENIED, "The user's tenant is not accepted"),
  CONSENT_REQUIRED(Category.PERMISSION_DENIED, "Consent is required"),
  INTERACTION_REQUIRED(Category.PERMISSION_DENIED, "An interactive sign-in is required"),
  CONDITIONAL_ACCESS_BLOCKED(Category.PERMISSION_DENIED, "A policy blocks the user"),
  ACCOUNT_DISABLED(Category.PERMISSION_DENIED, "The user's account cannot be used"),
  USER_NOT_ASSIGNED(Category.PERMISSION_DENIED, "The user is not assigned to the application"),
  IDENTITY_NOT_FOUND(Category.NOT_FOUND, "No such identity"),
  INVITATION_NOT_FOUND(Category.NOT_FOUND, "No such invitation"),
  /** A guest cannot join. If the code of the invitation is right, the problem has a reason. */
  INVITATION_NOT_USABLE(Category.NOT_FOUND, "The invitation cannot be used"),
  TEAMS_NOT_CONFIGURED(Category.NOT_FOUND, "Teams token exchange is not configured"),
  /** The identity, or the user, is mapped to another one. */
  IDENTITY_CONFLICT(Category.CONFLICT, "The identity or the user is mapped already"),
  IDEMPOTENCY_KEY_USED(Category.CONFLICT, "The Idempotency-Key was used before"),
  LENGTH_REQUIRED(Category.LENGTH_REQUIRED, "A Content-Length is required"),
  PRECONDITION_FAILED(Category.PRECONDITION_FAILED, "The precondition is not met"),
  PAYLOAD_TOO_LARGE(Category.TOO_LARGE, "The body is too large"),
  UNSUPPORTED_MEDIA_TYPE(Category.UNSUPPORTED_MEDIA_TYPE, "The body is not JSON"),
  RATE_LIMITED(Category.THROTTLED, "Too many requests"),
  ACS_THROTTLED(Category.THROTTLED, "Azure Communication Services is throttling requests"),
  INTERNAL_ERROR(Category.INTERNAL, "Internal error"),
  MISCONFIGURED(Category.INTERNAL, "The service is not configured"),
  ACS_REJECTED(Category.REJECTED, "Azure Communication Services rejected this service"),
  ISSUER_REJECTED(Category.REJECTED, "The token issuer rejected this service"),
  ACS_UNAVAILABLE(Category.UNAVAILABLE, "Azure Communication Services is unavailable"),
  STORAGE_UNAVAILABLE(Category.UNAVAILABLE, "Identity storage is unavailable"),
  ISSUER_UNAVAILABLE(Category.UNAVAILABLE, "The token issuer is unavailable"),
  /** The key that signed the bearer token is unknown, and fetching the issuer's keys fails. */
  KEY_UNAVAILABLE(Category.UNAVAILABLE, "The signing key is not available"),
  /**
   * The key that signed the bearer token is not known yet: the issuer's keys are being fetched, or
   * the next fetch is not permitted yet. Clients see the code {@code key_unavailable}. Strangers
   * can cause it with invented key ids, so it raises no alert.
   */
  KEY_NOT_FETCHED(Category.NOT_YET, "The signing key is not available"),
  /** ACS says that it does not know an identity, but not for long enough to believe it. */
  IDENTITY_UNCONFIRMED(Category.UNAVAILABLE, "The identity is not confirmed"),
  /**
   * An identity belongs to another ACS resource than the configured one. Clients see the code
   * {@code misconfigured}. A retry succeeds when the operator has corrected the setting.
   */
  FOREIGN_IDENTITY(Category.UNAVAILABLE, "The service is not configured"),
  /** Health found that a dependency does not work. */
  UNHEALTHY(Category.UNAVAILABLE, "The service is unhealthy"),
  /**
   * Health found that the configuration is at fault. Clients see the code {@code misconfigured}.
   */
  UNHEALTHY_CONFIGURATION(Category.UNAVAILABLE, "The service is not configured");

  /** The kind of an error. The HTTP layer derives the status from it. */
  public enum Category {
    /** The request is malformed or has an invalid value. */
    INVALID,
    /** The caller is not authenticated. */
    UNAUTHENTICATED,
    /** The caller is authenticated but not permitted to do this. */
    PERMISSION_DENIED,
    /** The requested resource does not exist. */
    NOT_FOUND,
    /** The request contradicts what is stored. */
    CONFLICT,
    /** The request's body has no declared length. */
    LENGTH_REQUIRED,
    /** The resource is not in the state that the caller expects. */
    PRECONDITION_FAILED,
    /** The request's body is too large. */
    TOO_LARGE,
    /** The request's body has an unsupported media type. */
    UNSUPPORTED_MEDIA_TYPE,
    /** The caller or this service has sent too many requests. */
    THROTTLED,
    /** The fault is in this service. */
    INTERNAL,
    /** A dependency rejected this service's request. */
    REJECTED,
    /** A dependency is unavailable or returned an invalid response. */
    UNAVAILABLE,
    /** The result is not known yet. Nothing is at fault. */
    NOT_YET;

    /** Returns whether the same request may succeed later. */
    public boolean isRetryable() {
      return this == THROTTLED || this == UNAVAILABLE || this == NOT_YET;
    }

    /** Returns whether the service or a dependency is at fault, so the operator is informed. */
    public boolean isServiceFault() {
      return this == INTERNAL || this == REJECTED || this == UNAVAILABLE;
    }
  }

  private final Category category;
  private final String title;

  ErrorCode(Category category, String title) {
    this.category = category;
    this.title = title;
  }

  public Category category() {
    return category;
  }

  /** Returns the name of the error in responses and in events. */
  public String code() {
    ErrorCode published =
        switch (this) {
          case INSUFFICIENT_SCOPE -> FORBIDDEN;
          case FOREIGN_IDENTITY, UNHEALTHY_CONFIGURATION -> MISCONFIGURED;
          case KEY_NOT_FETCHED -> KEY_UNAVAILABLE;
          default -> this;
        };
    return published.name().toLowerCase(Locale.ROOT);
  }

  /** Returns a short description of the error for people. */
  public String title() {
    return title;
  }
}
