package dev.acstoken.functions;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** A response of the endpoint. */
record EndpointResponse(HttpResponse<String> http) {

  private static final Set<String> PROBLEM_FIELDS =
      Set.of("type", "title", "status", "detail", "code", "retryable", "requestId");

  EndpointResponse expect(int status) {
    assertEquals(status, http.statusCode(), http::body);
    assertFalse(header("x-request-id").isBlank());
    assertEquals("no-store", header("cache-control"));
    // The host adds it, as host.json says.
    assertEquals("nosniff", header("x-content-type-options"));
    assertTrue(isExposed("x-request-id"));
    return this;
  }

  /** Asserts that this is a complete problem document with this status and code. */
  EndpointResponse expectProblem(int status, String code) {
    expectProblemFields(status, code);
    var fields = new HashSet<>(json().keySet());
    fields.removeAll(Set.of("retryAfterSeconds", "report", "reason"));
    assertEquals(PROBLEM_FIELDS, fields);
    return this;
  }

  /** Asserts that this problem also has this claims request, in the body and in the header. */
  EndpointResponse expectClaims(String code, String claims) {
    expectProblemFields(403, code);
    String inHeader = Base64.getEncoder().encodeToString(claims.getBytes(StandardCharsets.UTF_8));

    assertEquals(claims, text("claims"));
    assertEquals(
        "Bearer realm=\"acs-token-endpoint\", error=\"insufficient_claims\", error_description=\""
            + text("detail")
            + "\", claims=\""
            + inHeader
            + "\"",
        header("www-authenticate"));
    return this;
  }

  private void expectProblemFields(int status, String code) {
    expect(status);
    assertTrue(header("content-type").startsWith("application/problem+json"));
    assertEquals(code, text("code"));
    assertEquals("urn:acs-token-endpoint:problem:" + code, text("type"));
    assertEquals((long) status, json().get("status"));
    assertEquals(header("x-request-id"), text("requestId"));
    assertEquals(json().get("retryable"), !header("retry-after").isEmpty());
    assertEquals(header("retry-after"), Objects.toString(json().get("retryAfterSeconds"), ""));
  }

  /** Returns whether a browser shows this header to a web app of another origin. */
  boolean isExposed(String name) {
    return Stream.of(header("access-control-expose-headers").split(", "))
        .anyMatch(name::equalsIgnoreCase);
  }

  String header(String name) {
    return http.headers().firstValue(name).orElse("");
  }

  /**
   * Returns all headers. The values of a repeated header are joined, although no header should be
   * repeated.
   */
  Map<String, String> headers() {
    return http.headers().map().entrySet().stream()
        .collect(toMap(Map.Entry::getKey, it -> String.join(", ", it.getValue())));
  }

  Map<String, Object> json() {
    try {
      return JSONObjectUtils.parse(http.body());
    } catch (ParseException e) {
      throw new AssertionError("Not JSON: " + http.body(), e);
    }
  }

  /** Returns the report of Health or HealthDetails, which a problem contains. */
  Map<String, Object> report() {
    try {
      return http.statusCode() == 200 ? json() : JSONObjectUtils.getJSONObject(json(), "report");
    } catch (ParseException e) {
      throw new AssertionError("No report: " + http.body(), e);
    }
  }

  String text(String name) {
    return String.valueOf(json().get(name));
  }

  /** Returns why an invitation cannot be used. */
  String reason() {
    return text("reason");
  }

  String token() {
    return text("token");
  }

  String microsoftTeamsUserId() {
    return text("user", "microsoftTeamsUserId");
  }

  String communicationUserId() {
    return text("user", "communicationUserId");
  }

  String guestId() {
    return text("guest", "id");
  }

  String guestSecret() {
    return text("guest", "secret");
  }

  private String text(String object, String name) {
    assertTrue(json().get(object) instanceof Map<?, ?>, http::body);
    return String.valueOf(((Map<?, ?>) json().get(object)).get(name));
  }
}
