package dev.acstoken.functions;

import dev.acstoken.auth.AuthenticationException;
import dev.acstoken.identity.Failure;
import java.util.Locale;

/** Every way in which a request can fail, with the stable {@code code} that clients switch on. */
enum ProblemType {
  INVALID_REQUEST(400, false, "The request is not valid"),
  UNAUTHENTICATED(401, false, "A bearer token is required"),
  INVALID_TOKEN(401, false, "The bearer token is not valid"),
  FORBIDDEN(403, false, "Not allowed"),
  SCOPE_NOT_ALLOWED(403, false, "The scope is not allowed"),
  IDENTITY_NOT_FOUND(404, false, "No such identity"),
  LENGTH_REQUIRED(411, false, "A Content-Length is required"),
  PRECONDITION_FAILED(412, false, "It was changed meanwhile"),
  PAYLOAD_TOO_LARGE(413, false, "The body is too large"),
  UNSUPPORTED_MEDIA_TYPE(415, false, "The body is not JSON"),
  RATE_LIMITED(429, true, "Too many requests"),
  ACS_THROTTLED(429, true, "Azure Communication Services is busy"),
  INTERNAL_ERROR(500, false, "Something went wrong"),
  MISCONFIGURED(500, false, "The service is not configured"),
  ACS_REJECTED(502, false, "Azure Communication Services refuses this service"),
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

  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The problem type's URI: a name, not an address. */
  String uri() {
    return "urn:acs-token-endpoint:problem:" + code();
  }

  int status() {
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
