package dev.acstoken.http;

import dev.acstoken.auth.AuthenticationException;
import dev.acstoken.identity.Failure;
import java.util.Locale;

/** Every way in which a request can fail, with the stable {@code code} that clients switch on. */
public enum ProblemType {
  INVALID_REQUEST(400, false, "The request is not valid"),
  INVALID_TEAMS_TOKEN(400, false, "The Teams token is not valid"),
  UNAUTHENTICATED(401, false, "A bearer token is required"),
  INVALID_TOKEN(401, false, "The bearer token is not valid"),
  FORBIDDEN(403, false, "Not allowed"),
  SCOPE_NOT_ALLOWED(403, false, "The scope is not allowed"),
  TEAMS_TOKEN_MISMATCH(403, false, "The Teams token is not the caller's"),
  TEAMS_LICENSE_MISSING(403, false, "No license for Teams"),
  WRONG_TENANT(403, false, "The user's tenant is not the right one"),
  CONSENT_REQUIRED(403, false, "Consent is required"),
  INTERACTION_REQUIRED(403, false, "An interactive sign-in is required"),
  IDENTITY_NOT_FOUND(404, false, "No such identity"),
  TEAMS_NOT_CONFIGURED(404, false, "Teams tokens are not exchanged here"),
  LENGTH_REQUIRED(411, false, "A Content-Length is required"),
  PRECONDITION_FAILED(412, false, "It was changed meanwhile"),
  PAYLOAD_TOO_LARGE(413, false, "The body is too large"),
  UNSUPPORTED_MEDIA_TYPE(415, false, "The body is not JSON"),
  RATE_LIMITED(429, true, "Too many requests"),
  ACS_THROTTLED(429, true, "Azure Communication Services is busy"),
  INTERNAL_ERROR(500, false, "Something went wrong"),
  MISCONFIGURED(500, false, "The service is not configured"),
  ACS_REJECTED(502, false, "Azure Communication Services refuses this service"),
  ISSUER_REJECTED(502, false, "The token issuer refuses this service"),
  ACS_UNAVAILABLE(503, true, "Azure Communication Services is unavailable"),
  STORAGE_UNAVAILABLE(503, true, "The store of identities is unavailable"),
  ISSUER_UNAVAILABLE(503, true, "The token issuer is unavailable");

  private final int status;
  private final boolean retryable;
  private final String title;

  ProblemType(int status, boolean retryable, String title) {
    this.status = status;
    this.retryable = retryable;
    this.title = title;
  }

  static ProblemType of(Failure failure) {
    return switch (failure) {
      case UNUSABLE_USER_ID -> INVALID_REQUEST;
      case IDENTITY_NOT_FOUND -> IDENTITY_NOT_FOUND;
      case CHANGED_MEANWHILE -> PRECONDITION_FAILED;
      case SCOPE_NOT_ALLOWED -> SCOPE_NOT_ALLOWED;
      case INVALID_TEAMS_REQUEST -> INVALID_REQUEST;
      case INVALID_TEAMS_TOKEN -> INVALID_TEAMS_TOKEN;
      case TEAMS_TOKEN_MISMATCH -> TEAMS_TOKEN_MISMATCH;
      case TEAMS_LICENSE_MISSING -> TEAMS_LICENSE_MISSING;
      case WRONG_TENANT -> WRONG_TENANT;
      case CONSENT_REQUIRED -> CONSENT_REQUIRED;
      case INTERACTION_REQUIRED -> INTERACTION_REQUIRED;
      case ISSUER_REJECTED -> ISSUER_REJECTED;
      case ISSUER_UNAVAILABLE -> ISSUER_UNAVAILABLE;
      case ACS_THROTTLED -> ACS_THROTTLED;
      case ACS_REJECTED -> ACS_REJECTED;
      case ACS_UNAVAILABLE -> ACS_UNAVAILABLE;
      case STORAGE_UNAVAILABLE -> STORAGE_UNAVAILABLE;
    };
  }

  static ProblemType of(AuthenticationException.Reason reason) {
    return switch (reason) {
      case UNAUTHENTICATED -> UNAUTHENTICATED;
      case INVALID_TOKEN -> INVALID_TOKEN;
      case INSUFFICIENT_SCOPE -> FORBIDDEN;
      case ISSUER_UNAVAILABLE -> ISSUER_UNAVAILABLE;
    };
  }

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The problem type's URI: a name, not an address. */
  String uri() {
    return "urn:acs-token-endpoint:problem:" + code();
  }

  public int status() {
    return status;
  }

  /** Whether the same request may succeed later. */
  boolean isRetryable() {
    return retryable;
  }

  String title() {
    return title;
  }
}
