package dev.acstoken.emulator;

import dev.acstoken.emulator.server.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** An error of Entra ID's endpoints for sign-in. The descriptions are shortened. */
enum SignInError {
  /** The application that the user signs in to is unknown. */
  CLIENT("unauthorized_client", 700016, "Application was not found in the directory."),
  /** The redirect URI is not one of a console or desktop app. */
  REDIRECT("invalid_request", 50011, "The redirect URI does not match the configured ones."),
  /** A parameter is missing or malformed. */
  MALFORMED("invalid_request", 9002313, "Request is malformed or invalid."),
  /** A scope does not belong to the application of the tenant. */
  SCOPE("invalid_scope", 70011, "The provided value for the input parameter is not valid."),
  /** The authorization code or refresh token is unknown or was issued to another request. */
  GRANT("invalid_grant", 70000, "The provided value for the grant is not valid."),
  /** A policy on Teams requires a second factor. */
  MULTI_FACTOR("interaction_required", 50076, "You must use multi-factor authentication."),
  /** The code verifier (PKCE) does not belong to the authorization request. */
  VERIFIER("invalid_grant", 501481, "The Code_Verifier does not match the code_challenge.");

  private final String error;
  private final int number;
  private final String description;

  SignInError(String error, int number, String description) {
    this.error = error;
    this.number = number;
    this.description = description;
  }

  String error() {
    return error;
  }

  String description() {
    return "AADSTS%d: %s Trace ID: ".formatted(number, description);
  }

  /** Returns the response of the token endpoint. */
  Response response() {
    return response(Map.of());
  }

  /** Returns the response of the token endpoint with more members. */
  Response response(Map<String, String> more) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("error", error);
    json.put("error_description", description());
    json.put("error_codes", List.of(number));
    json.put("trace_id", UUID.randomUUID().toString());
    json.put("correlation_id", UUID.randomUUID().toString());
    json.putAll(more);
    return Response.json(400, json);
  }

  /** Returns the page that Entra ID shows where it cannot trust the redirect URI. */
  Response page() {
    return Response.text(400, description());
  }
}
