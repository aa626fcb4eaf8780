package dev.acstoken.identity;

import java.util.Locale;

/** Every way in which a request can fail. Clients switch on the {@link #code()}. */
public enum ErrorCode {
  INVALID_REQUEST(Category.INVALID, "The request is not valid"),
  INVALID_TEAMS_TOKEN(Category.INVALID, "The Teams token is not valid"),
  UNAUTHENTICATED(Category.UNAUTHENTICATED, "A bearer token is required"),
  INVALID_TOKEN(Category.UNAUTHENTICATED, "The bearer token is not valid"),
  FORBIDDEN(Category.PERMISSION_DENIED, "Not allowed"),
  /** The bearer token lacks the required scope. Clients see the code of {@link #FORBIDDEN}. */
  INSUFFICIENT_SCOPE(Category.PERMISSION_DENIED, "Not allowed"),
  SCOPE_NOT_ALLOWED(Category.PERMISSION_DENIED, "The scope is not allowed"),
  TEAMS_TOKEN_MISMATCH(Category.PERMISSION_DENIED, "The Teams token is not the caller's"),
  TEAMS_LICENSE_MISSING(Category.PERMISSION_DENIED, "No license for Teams"),
  WRONG_TENANT(Category.PERMISSION_DENIED, "The user's tenant is not the right one"),
  CONSENT_REQUIRED(Category.PERMISSION_DENIED, "Consent is required"),
  INTERACTION_REQUIRED(Category.PERMISSION_DENIED, "An interactive sign-in is required"),
  IDENTITY_NOT_FOUND(Category.NOT_FOUND, "No such identity"),
  TEAMS_NOT_CONFIGURED(Category.NOT_FOUND, "Teams tokens are not exchanged here"),
  LENGTH_REQUIRED(Category.LENGTH_REQUIRED, "A Content-Length is required"),
  PRECONDITION_FAILED(Category.PRECONDITION_FAILED, "It was changed meanwhile"),
  PAYLOAD_TOO_LARGE(Category.TOO_LARGE, "The body is too large"),
  UNSUPPORTED_MEDIA_TYPE(Category.UNSUPPORTED_MEDIA_TYPE, "The body is not JSON"),
  RATE_LIMITED(Category.THROTTLED, "Too many requests"),
  ACS_THROTTLED(Category.THROTTLED, "Azure Communication Services is busy"),
  INTERNAL_ERROR(Category.INTERNAL, "Something went wrong"),
  MISCONFIGURED(Category.INTERNAL, "The service is not configured"),
  ACS_REJECTED(Category.REJECTED, "Azure Communication Services refuses this service"),
  ISSUER_REJECTED(Category.REJECTED, "The token issuer refuses this service"),
  ACS_UNAVAILABLE(Category.UNAVAILABLE, "Azure Communication Services is unavailable"),
  STORAGE_UNAVAILABLE(Category.UNAVAILABLE, "The store of identities is unavailable"),
  ISSUER_UNAVAILABLE(Category.UNAVAILABLE, "The token issuer is unavailable");

  /** What kind of failure it is. The HTTP edge derives the status from it. */
  public enum Category {
    /** The request does not say what it must. */
    INVALID,
    /** The caller is not authenticated. */
    UNAUTHENTICATED,
    /** The caller is known and may not do this. */
    PERMISSION_DENIED,
    /** What the request names does not exist. */
    NOT_FOUND,
    /** The request's body has no declared length. */
    LENGTH_REQUIRED,
    /** The resource is not what the caller takes it for. */
    PRECONDITION_FAILED,
    /** The request's body is too large. */
    TOO_LARGE,
    /** The request's body has a type that is not understood. */
    UNSUPPORTED_MEDIA_TYPE,
    /** The caller, or this service, sends too many requests. */
    THROTTLED,
    /** The fault is this service's own. */
    INTERNAL,
    /** A dependency refuses this service. */
    REJECTED,
    /** A dependency does not respond as it should. */
    UNAVAILABLE;

    /** Whether the same request may succeed later. */
    public boolean isRetryable() {
      return this == THROTTLED || this == UNAVAILABLE;
    }

    /** Whether the operator has to know, because no caller is at fault. */
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

  /** Returns what clients and events call the error. */
  public String code() {
    return (this == INSUFFICIENT_SCOPE ? FORBIDDEN : this).name().toLowerCase(Locale.ROOT);
  }

  /** Returns the error in a few words, for people. */
  public String title() {
    return title;
  }
}
