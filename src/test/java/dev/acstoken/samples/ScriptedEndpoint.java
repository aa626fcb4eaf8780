package dev.acstoken.samples;

import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import dev.acstoken.contract.Contract;
import dev.acstoken.contract.Exchange;
import dev.acstoken.emulator.server.LocalServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Sends the responses that a test prepares, as the contract documents them, and records requests.
 */
final class ScriptedEndpoint implements AutoCloseable {

  /** Used instead of a status to close the connection without a response. */
  static final int LOST = 0;

  private static final int FOREIGN = -1;

  private final Queue<ForeignResponse> foreign = new ArrayDeque<>();
  private final Queue<Integer> statuses = new ArrayDeque<>();
  private final List<String> requests = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();
  private final List<String> bodies = new ArrayList<>();
  private final List<Long> arrivals = new ArrayList<>();
  private String token = "";
  private int retryAfter = 1;
  private Runnable beforeResponse = () -> {};
  private final LocalServer server = LocalServer.http("scripted-endpoint", this::handle);

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.port() + "/api");
  }

  /** Sets the statuses of the next responses. All later requests succeed. */
  synchronized ScriptedEndpoint responses(int... next) {
    for (int status : next) {
      statuses.add(status);
    }
    return this;
  }

  /**
   * Sets the response that something on the way sends to the next request after those with a status
   * of {@link #responses}. It is none of the contract.
   */
  synchronized ScriptedEndpoint then(ForeignResponse response) {
    foreign.add(response);
    return this;
  }

  /** Sets how many seconds the client has to wait after each 429 and 503. */
  synchronized ScriptedEndpoint retryAfter(int seconds) {
    retryAfter = seconds;
    return this;
  }

  /** Sets the ACS token of all later responses. */
  synchronized ScriptedEndpoint token(String acsToken) {
    token = acsToken;
    return this;
  }

  /** Runs the action before every response, on the request's thread. */
  synchronized ScriptedEndpoint beforeResponse(Runnable action) {
    beforeResponse = action;
    return this;
  }

  /** Returns the method, path and bearer token of each request so far. */
  synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  /** Returns the body of each request so far. */
  synchronized List<String> bodies() {
    return List.copyOf(bodies);
  }

  /** Returns the time between the first two requests. */
  synchronized Duration firstPause() {
    return Duration.ofNanos(arrivals.get(1) - arrivals.get(0));
  }

  /** Returns the violations of the contract in all exchanges so far. */
  synchronized List<String> violations() {
    return List.copyOf(violations);
  }

  @Override
  public void close() {
    server.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getRawPath().substring("/api".length());
      String bearer = exchange.getRequestHeaders().getFirst("Authorization");
      String method = exchange.getRequestMethod();
      String requestBody =
          new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      int status =
          next(
              method + " " + path + " " + bearer, requestBody, method.equals("DELETE") ? 204 : 200);
      if (status == LOST) {
        return;
      }
      if (status == FOREIGN) {
        var response = nextForeign();
        send(exchange, response.status, response.headers(), response.body);
        return;
      }
      String body = status == 200 ? tokenResponse() : example(method, path, status);
      var headers = headers(status);
      check(
          new Exchange(
              method, path, requestHeaders(exchange), requestBody, false, status, headers, body));
      send(exchange, status, headers, body);
    }
  }

  private static Map<String, String> requestHeaders(HttpExchange exchange) {
    Map<String, String> headers = new TreeMap<>();
    exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
    return headers;
  }

  /** Sends a response as the Functions host does: in chunks. */
  private static void send(
      HttpExchange exchange, int status, Map<String, String> headers, String body)
      throws IOException {
    headers.forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(status, body.isEmpty() ? -1 : 0);
    exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
  }

  private synchronized ForeignResponse nextForeign() {
    return foreign.remove();
  }

  private int next(String request, String body, int defaultStatus) {
    Runnable action;
    int status;
    synchronized (this) {
      requests.add(request);
      bodies.add(body);
      arrivals.add(System.nanoTime());
      Integer scripted = statuses.poll();
      if (scripted != null) {
        status = scripted;
      } else {
        status = foreign.isEmpty() ? defaultStatus : FOREIGN;
      }
      action = beforeResponse;
    }
    action.run();
    return status;
  }

  private synchronized void check(Exchange exchange) {
    violations.addAll(Contract.SERVED.complaints(exchange));
  }

  private synchronized String tokenResponse() {
    var example = Contract.SERVED.operation("RefreshToken").example(200, "everything");
    return example
        .replaceAll("\"token\":\"[^\"]*\"", "\"token\":\"" + token + "\"")
        .replaceAll("\"expiresOn\":\"[^\"]*\"", "\"expiresOn\":\"" + expiresOn() + "\"");
  }

  private String expiresOn() {
    try {
      return SignedJWT.parse(token).getJWTClaimsSet().getExpirationTime().toInstant().toString();
    } catch (ParseException e) {
      throw new IllegalStateException(e);
    }
  }

  private String example(String method, String path, int status) {
    return Contract.SERVED
        .operationOf(method, path)
        .orElseThrow()
        .example(status, "")
        .replaceAll("\"retryAfterSeconds\":\\d+", "\"retryAfterSeconds\":" + retryAfter);
  }

  private Map<String, String> headers(int status) {
    Map<String, String> headers = new TreeMap<>(Map.of("cache-control", "no-store"));
    headers.put("x-request-id", UUID.randomUUID().toString());
    headers.put("content-type", status == 200 ? "application/json" : "application/problem+json");
    if (status == 401) {
      headers.put("www-authenticate", "Bearer realm=\"acs-token-endpoint\"");
    }
    if (status == 429 || status == 503) {
      headers.put("retry-after", "" + retryAfter);
    }
    return headers;
  }
}
