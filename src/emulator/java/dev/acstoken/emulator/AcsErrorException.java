package dev.acstoken.emulator;

import dev.acstoken.emulator.server.Json;
import dev.acstoken.emulator.server.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An error response of the service, as its error body describes it. The README lists which errors
 * were recorded from ACS, which are documented, and which were chosen for the emulator.
 */
final class AcsErrorException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final @Nullable String target;
  private final @Nullable String reason;
  private final boolean namesVersions;

  private AcsErrorException(
      int status, String code, String message, @Nullable String target, @Nullable String reason) {
    this(status, code, message, target, reason, true);
  }

  private AcsErrorException(
      int status,
      String code,
      String message,
      @Nullable String target,
      @Nullable String reason,
      boolean namesVersions) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.target = target;
    this.reason = reason;
    this.namesVersions = namesVersions;
  }

  private static AcsErrorException of(int status, String code, String message) {
    return new AcsErrorException(status, code, message, null, null);
  }

  /** Returns a 401. The emulator adds the reason; ACS gives none. */
  static AcsErrorException denied(String reason) {
    return new AcsErrorException(401, "Denied", "Denied by the resource provider.", null, reason);
  }

  static AcsErrorException invalid(String target, String message) {
    return new AcsErrorException(400, "ValidationError", message, target, null);
  }

  /** Returns the error for a field of the body that is missing or empty. */
  static AcsErrorException required(String field) {
    return new AcsErrorException(
        400,
        "ValidationError",
        "%1$s: The %1$s field is required.".formatted(field),
        field,
        null,
        false);
  }

  static AcsErrorException identityNotOwned() {
    return of(401, "IdentityNotOwned", "Provided identity doesn't belong to the resource.");
  }

  static AcsErrorException identityNotFound() {
    return of(404, "IdentityNotFound", "Provided identity doesn't exist.");
  }

  static AcsErrorException invalidTeamsToken() {
    return new AcsErrorException(
        401, "InvalidAccessToken", "Provided access token is not valid.", null, null, false);
  }

  static AcsErrorException noTeamsLicense() {
    return of(
        403, "UserLicenseNotPresentForbidden", "User Login. Teams is disabled in user licenses");
  }

  static AcsErrorException noTeamsForTenant() {
    return of(
        403, "TeamsDisabledForTenantForbidden", "User Login. Teams is disabled for your tenant.");
  }

  static AcsErrorException apiVersionUnspecified() {
    return of(400, "ApiVersionUnspecified", "An API version is required, but was not specified.");
  }

  static AcsErrorException apiVersionUnsupported(String version, String url) {
    return of(
        400,
        "UnsupportedApiVersion",
        "The HTTP resource that matches the request URI '%s' does not support the API version '%s'."
            .formatted(url, version));
  }

  static AcsErrorException tooManyRequests() {
    return of(429, "TooManyRequests", "Too many requests. Try again later.");
  }

  static AcsErrorException ofStatus(int status) {
    return switch (status) {
      case 401 -> denied("A fault was injected.");
      case 403 -> of(403, "Forbidden", "The caller is not allowed to perform this operation.");
      case 404 -> of(404, "NotFound", "The requested resource doesn't exist.");
      case 405 -> of(405, "MethodNotAllowed", "The resource doesn't support this method.");
      case 408 -> of(408, "RequestTimeout", "The request timed out.");
      case 413 -> of(413, "PayloadTooLarge", "The request body is too large.");
      case 429 -> tooManyRequests();
      case 500 -> of(500, "InternalServerError", "An internal error occurred.");
      case 502 -> of(502, "BadGateway", "The upstream service returned an invalid response.");
      case 503 -> of(503, "ServiceUnavailable", "The service is unavailable.");
      case 504 -> of(504, "GatewayTimeout", "The upstream service did not respond in time.");
      default -> of(status, "Error", "The service responded with status %d.".formatted(status));
    };
  }

  /**
   * Returns a 500 for a bug in the emulator or in a test's action, which would otherwise go
   * unnoticed.
   */
  static AcsErrorException emulatorFailed(RuntimeException cause) {
    return new AcsErrorException(
        500, "InternalServerError", "An internal error occurred.", null, cause.toString());
  }

  /**
   * Returns whether the response has the header {@code api-supported-versions}. In ACS's recorded
   * responses, the errors that precede the operation itself lack it.
   */
  boolean namesVersions() {
    return namesVersions;
  }

  Response response() {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("code", code);
    error.put("message", String.valueOf(getMessage()));
    if (target != null) {
      error.put("target", target);
    }
    if (reason != null) {
      Map<String, Object> inner = new LinkedHashMap<>();
      inner.put("code", "EmulatorReason");
      inner.put("message", reason);
      error.put("innererror", inner);
    }
    return new Response(status, "application/json", Json.text(Map.of("error", error)));
  }
}
