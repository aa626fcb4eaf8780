package dev.acstoken.emulator;

import dev.acstoken.emulator.server.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** An error of Entra ID's token endpoint. The descriptions are shortened. */
public enum EntraError {
  /** Neither the user nor an administrator has consented to the application. */
  CONSENT(
      400,
      "invalid_grant",
      65001,
      "The user or administrator has not consented.",
      "consent_required",
      ""),
  /** A second factor is required. */
  INTERACTION(400, "interaction_required", 50076, "You must use multi-factor authentication."),
  /**
   * A second factor is required, and the claims request says what the next sign-in must contain.
   */
  INTERACTION_WITH_CLAIMS(
      400,
      "interaction_required",
      50076,
      "You must use multi-factor authentication.",
      "basic_action",
      "{\"access_token\":{\"polids\":{\"essential\":true,"
          + "\"Values\":[\"c3a5d8ab-6b0e-4b8c-9f1d-2f6e0a7c4d15\"]}}}"),
  /** Conditional Access blocks the user, and the claims request leads to a page that says why. */
  BLOCKED(
      400,
      "interaction_required",
      53003,
      "Access has been blocked by Conditional Access policies.",
      "message_only",
      "{\"access_token\":{\"capolids\":{\"essential\":true,"
          + "\"values\":[\"5d1f7e3b-2c4a-4f6d-8b9e-0a1c3e5d7f92\"]}}}"),
  /** The user's account is disabled. */
  DISABLED(400, "invalid_grant", 50057, "The user account is disabled."),
  /** The user's account was deleted. */
  DELETED(400, "invalid_grant", 500341, "The user account has been deleted from the directory."),
  /** The application requires an assignment, and the user has none. */
  UNASSIGNED(400, "invalid_grant", 50105, "The signed in user is not assigned to a role."),
  /** Only an administrator can consent. */
  ADMIN_CONSENT(400, "invalid_grant", 90094, "An administrator must consent."),
  /** The user belongs to another tenant. */
  TENANT(400, "invalid_grant", 50020, "User account does not exist in tenant."),
  /** The caller's token was issued for another application. */
  AUDIENCE(400, "invalid_grant", 500131, "Assertion audience does not match the Client app."),
  /** The caller's token does not have a signature of the tenant. */
  SIGNATURE(400, "invalid_grant", 50013, "Assertion failed signature validation."),
  /** The caller's token has expired or is not valid yet. */
  TIME(400, "invalid_grant", 500133, "Assertion is not within its valid time range."),
  /** The caller's token is an ID token. */
  ID_TOKEN(400, "invalid_request", 240002, "The id_token cannot be used as a grant."),
  /** The same request was sent too often. */
  LOOP(400, "invalid_grant", 50196, "The server detected a client request loop."),
  /** The application is unknown. */
  APPLICATION(400, "unauthorized_client", 700016, "Application was not found in the directory."),
  /** The application does not trust the managed identity. */
  FEDERATION(401, "invalid_client", 700213, "No matching federated identity record found."),
  /** The request is not an on-behalf-of request. */
  REQUEST(400, "invalid_request", 900144, "The request body must contain another parameter."),
  /** The requested scopes are not exactly the two Teams permissions. */
  SCOPE(400, "invalid_scope", 70011, "The provided value for the input parameter is not valid."),
  /** The tenant has no service principal for ACS. */
  RESOURCE(400, "invalid_resource", 500011, "The resource principal was not found."),
  /** Too many requests. */
  THROTTLED(429, "temporarily_unavailable", 90055, "There have been too many requests."),
  /** Entra ID is down. */
  OUTAGE(503, "temporarily_unavailable", 90033, "A transient error has occurred.");

  private final int status;
  private final String error;
  private final int number;
  private final String description;
  private final String suberror;
  private final String claims;

  EntraError(int status, String error, int number, String description) {
    this(status, error, number, description, "", "");
  }

  EntraError(
      int status, String error, int number, String description, String suberror, String claims) {
    this.status = status;
    this.error = error;
    this.number = number;
    this.description = description;
    this.suberror = suberror;
    this.claims = claims;
  }

  /** Returns the claims request of the error, which is a JSON text; empty if there is none. */
  public String claims() {
    return claims;
  }

  Response response() {
    String traceId = UUID.randomUUID().toString();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("error", error);
    json.put("error_description", "AADSTS%d: %s Trace ID: ".formatted(number, description));
    json.put("error_codes", List.of(number));
    json.put("trace_id", traceId);
    json.put("correlation_id", UUID.randomUUID().toString());
    if (!suberror.isEmpty()) {
      json.put("suberror", suberror);
    }
    if (!claims.isEmpty()) {
      json.put("claims", claims);
    }
    return Response.json(status, json).withHeader("x-ms-request-id", traceId);
  }
}
