package dev.acstoken.emulator;

import dev.acstoken.emulator.TokenStatus.Active;
import dev.acstoken.emulator.TokenStatus.Inactive;
import dev.acstoken.emulator.server.Json;
import dev.acstoken.emulator.server.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The control API under {@code /emulator/}: identities, counters, faults, the lifetime of tokens,
 * introspection.
 */
final class ControlHandler {

  static final String PREFIX = "/emulator/";

  private final IdentityStore identities;
  private final AccessTokens tokens;
  private final TokenLifetime tokenLifetime;
  private final Faults faults;
  private final Counters counters;
  private final String authorityPem;

  ControlHandler(
      IdentityStore identities,
      AccessTokens tokens,
      TokenLifetime tokenLifetime,
      Faults faults,
      Counters counters,
      String authorityPem) {
    this.identities = identities;
    this.tokens = tokens;
    this.tokenLifetime = tokenLifetime;
    this.faults = faults;
    this.counters = counters;
    this.authorityPem = authorityPem;
  }

  Response handle(Request request) {
    String path = request.path().substring(PREFIX.length());
    return switch (request.method() + " " + path) {
      case "GET identities" -> identities();
      case "GET counters" -> counters();
      case "DELETE counters" -> {
        counters.reset();
        yield Response.noContent();
      }
      case "GET faults" -> Response.json(200, faults.json());
      case "POST faults" -> addFault(request);
      case "DELETE faults" -> {
        faults.clear();
        yield Response.noContent();
      }
      case "GET token-lifetime" -> Response.json(200, tokenLifetime.json());
      case "PUT token-lifetime" -> setTokenLifetime(request);
      case "DELETE token-lifetime" -> {
        tokenLifetime.set(Optional.empty());
        yield Response.noContent();
      }
      case "GET jwks" -> Response.json(200, tokens.publicKeys().toJSONObject());
      case "POST introspect" -> introspect(request);
      case "GET ca.pem" -> new Response(200, "application/x-pem-file", authorityPem);
      default -> problem(404, "Unknown request: " + request.method() + " " + request.path());
    };
  }

  private Response identities() {
    List<Map<String, Object>> live =
        identities.live().stream()
            .<Map<String, Object>>map(
                identity -> {
                  Map<String, Object> json = new LinkedHashMap<>();
                  json.put("id", identity.id());
                  json.put("createdOn", identity.createdOn().toString());
                  json.put("tokensIssued", identity.tokensIssued());
                  return json;
                })
            .toList();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("count", live.size());
    json.put("identities", live);
    return Response.json(200, json);
  }

  private Response counters() {
    Map<String, Object> json = new LinkedHashMap<>();
    counters.all().forEach((operation, count) -> json.put(operation.wireName(), count.json()));
    return Response.json(200, json);
  }

  private Response addFault(Request request) {
    try {
      FaultRequest.parse(body(request)).addTo(faults);
      return Response.json(201, faults.json());
    } catch (IllegalArgumentException e) {
      return problem(400, String.valueOf(e.getMessage()));
    }
  }

  private Response setTokenLifetime(Request request) {
    try {
      tokenLifetime.set(Optional.of(TokenLifetime.parse(body(request))));
      return Response.json(200, tokenLifetime.json());
    } catch (IllegalArgumentException e) {
      return problem(400, String.valueOf(e.getMessage()));
    }
  }

  private static Map<?, ?> body(Request request) {
    return Json.object(request.body())
        .orElseThrow(() -> new IllegalArgumentException("The body must be a JSON object"));
  }

  private Response introspect(Request request) {
    TokenStatus status = tokens.inspect(request.form().getOrDefault("token", ""));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("active", status instanceof Active);
    if (status instanceof Active active) {
      json.put("sub", active.identity());
      json.put("scope", String.join(" ", active.scopes()));
      json.put("iat", active.issuedOn().getEpochSecond());
      json.put("exp", active.expiresOn().getEpochSecond());
    } else if (status instanceof Inactive inactive) {
      json.put("reason", inactive.reason().wireName());
    }
    return Response.json(200, json);
  }

  private static Response problem(int status, String message) {
    return Response.json(
        status, Map.of("error", Map.of("code", "EmulatorControl", "message", message)));
  }
}
