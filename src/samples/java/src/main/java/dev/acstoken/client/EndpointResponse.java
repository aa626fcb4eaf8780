package dev.acstoken.client;

import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A response of the endpoint, or of something on the way to it. */
record EndpointResponse(int status, HttpHeaders headers, Map<String, Object> members) {

  static EndpointResponse of(HttpResponse<String> response) {
    return new EndpointResponse(
        response.statusCode(), response.headers(), members(response.body()));
  }

  boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /** Returns whether the same request may succeed later, after a response without a result. */
  boolean isTemporary() {
    // The Functions host sends a 404 of its own while it starts, and a gateway redirects to a
    // sign-in of its own. They say nothing about the user.
    boolean isForeign = (status == 404 && !isProblem()) || (status >= 300 && status < 400);
    return isSuccess() || status == 429 || status >= 500 || isForeign;
  }

  /** Returns how long to wait before a retry, if the response says it. */
  Optional<Duration> retryAfter() {
    // A gateway may drop the header or send a date.
    return Stream.of(header("retry-after"), text("retryAfterSeconds"))
        .flatMap(Optional::stream)
        .filter(seconds -> seconds.matches("0*[1-9][0-9]{0,8}"))
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
        .findFirst();
  }

  Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  /** Returns a member of the JSON object in the body as text, if it is there and not empty. */
  Optional<String> text(String name) {
    return textOf(members.get(name));
  }

  /** Returns a member of an object in the JSON object in the body, like {@link #text(String)}. */
  Optional<String> text(String object, String name) {
    return members.get(object) instanceof Map<?, ?> inner
        ? textOf(inner.get(name))
        : Optional.empty();
  }

  /** Returns a member of the problem details, if the body contains such. */
  Optional<String> problem(String name) {
    return isProblem() ? text(name) : Optional.empty();
  }

  // The body may contain a token.
  @Override
  public String toString() {
    return "EndpointResponse[status=" + status + "]";
  }

  private boolean isProblem() {
    return header("content-type").orElse("").startsWith("application/problem+json");
  }

  private static Optional<String> textOf(Object value) {
    return Optional.ofNullable(value).map(String::valueOf).filter(it -> !it.isEmpty());
  }

  private static Map<String, Object> members(String body) {
    try (JsonReader reader = JsonProviders.createReader(body)) {
      Map<String, Object> members = reader.readMap(JsonReader::readUntyped);
      return members == null ? Map.of() : members;
    } catch (IOException | RuntimeException e) {
      // The body is no JSON object. The exception would quote it, and it may contain a token.
      return Map.of();
    }
  }
}
