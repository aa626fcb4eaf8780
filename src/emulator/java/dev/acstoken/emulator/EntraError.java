package dev.acstoken.emulator;

import dev.acstoken.emulator.server.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** An error of Entra ID's token endpoint. The descriptions are shortened. */
public enum EntraError {
  /** Neither the user nor an administrator has consented to the application. */
  CONSENT(400, "invalid_grant", 65001, "The user or administrator has not consented."),
  /** A second factor is required. */
  INTERACTION(400, "interaction_required", 50076, "You must use multi-factor authentication."),
  /** The user belongs to another tenant. */
  TENANT(400, "invalid_grant", 50020, "User account does not exist in tenant."),
  /** The caller's token was issued for another application. */
  AUDIENCE(400, "invalid_grant", 500131, "Assertion audience does not match the Client app."),
  /** The caller's token does not have a signature of the tenant. */
  SIGNATURE(400, "invalid_grant", 50013, "Assertion failed signature validation."),
  /** The caller's token has expired or is not valid yet. */
  TIME(400, "invalid_grant", 500133, "Assertion is not within its valid time range."),
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

  EntraError(int status, String error, int number, String description) {
    this.status = status;
    this.error = error;
    this.number = number;
    this.description = description;
  }

  Response response() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("error", error);
    json.put("error_description", "AADSTS%d: %s Trace ID: ".formatted(number, description));
    json.put("error_codes", List.of(number));
    json.put("trace_id", UUID.randomUUID().toString());
    json.put("correlation_id", UUID.randomUUID().toString());
    if (this == CONSENT) {
      json.put("suberror", "consent_required");
    }
    return Response.json(status, json);
  }
}
