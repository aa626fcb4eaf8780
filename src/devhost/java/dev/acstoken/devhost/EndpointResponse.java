package dev.acstoken.devhost;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.acstoken.emulator.server.Json;
import java.net.http.HttpResponse;
import java.util.Map;

/**
 * A response of the endpoint.
 *
 * @param status the HTTP status
 * @param retryAfter the header of this name; may be empty
 * @param isProblem whether the body is a problem, and not the response of a host or a gateway
 * @param body the JSON object of the body; empty if there is none
 * @param text the body as it was sent
 */
record EndpointResponse(
    int status, String retryAfter, boolean isProblem, Map<?, ?> body, String text) {

  static EndpointResponse of(HttpResponse<byte[]> response) {
    var headers = response.headers();
    return new EndpointResponse(
        response.statusCode(),
        headers.firstValue("retry-after").orElse(""),
        headers.firstValue("content-type").orElse("").startsWith("application/problem+json"),
        Json.object(response.body()).orElse(Map.of()),
        new String(response.body(), UTF_8));
  }

  /** Returns whether the guide for app developers tells apps to send the request again. */
  boolean isWorthRetrying() {
    boolean isRedirect = status >= 300 && status < 400;
    return status == 429 || status >= 500 || isRedirect || (status == 404 && !isProblem);
  }

  /** Returns the pause that the response demands in seconds; 0 if it demands none. */
  long retryAfterSeconds() {
    var seconds = retryAfter.matches("\\d{1,9}") ? retryAfter : text("retryAfterSeconds");
    return seconds.matches("\\d{1,9}") ? Long.parseLong(seconds) : 0;
  }

  /** Returns a member of the body as text; empty if there is none. */
  String text(String name) {
    var value = body.get(name);
    return value == null ? "" : value.toString();
  }

  /** Returns the detail of a problem and the id of its request, or the body of another response. */
  String explanation() {
    return isProblem
        ? text("detail") + " (request " + text("requestId") + ")"
        : text.isBlank() ? "The body is empty." : text.strip();
  }

  /** Returns the status, and the code of a problem: {@code 503 acs_unavailable}. */
  String summary() {
    return (status + " " + text("code")).strip();
  }
}
