package dev.acstoken.samples;

import com.sun.net.httpserver.HttpExchange;
import dev.acstoken.contract.Contract;
import dev.acstoken.contract.Exchange;
import dev.acstoken.emulator.server.LocalServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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

  private final Queue<Integer> statuses = new ArrayDeque<>();
  private final List<String> requests = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();
  private String token = "";
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
      exchange.getRequestBody().readAllBytes();
      int status = next(method + " " + path + " " + bearer, method.equals("DELETE") ? 204 : 200);
      if (status == LOST) {
        return;
      }
      String body = status == 200 ? tokenResponse() : example(method, path, status);
      var headers = headers(status);
      check(
          new Exchange(
              method, path, Map.of("authorization", bearer), "", false, status, headers, body));
      headers.forEach(exchange.getResponseHeaders()::set);
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private int next(String request, int defaultStatus) {
    Runnable action;
    int status;
    synchronized (this) {
      requests.add(request);
      Integer scripted = statuses.poll();
      status = scripted == null ? defaultStatus : scripted;
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
    return example.replaceAll("\"token\":\"[^\"]*\"", "\"token\":\"" + token + "\"");
  }

  private static String example(String method, String path, int status) {
    return Contract.SERVED.operationOf(method, path).orElseThrow().example(status, "");
  }

  private static Map<String, String> headers(int status) {
    Map<String, String> headers = new TreeMap<>(Map.of("cache-control", "no-store"));
    headers.put("x-request-id", UUID.randomUUID().toString());
    headers.put("content-type", status == 200 ? "application/json" : "application/problem+json");
    if (status == 401) {
      headers.put("www-authenticate", "Bearer realm=\"acs-token-endpoint\"");
    }
    if (status == 429 || status == 503) {
      headers.put("retry-after", "1");
    }
    return headers;
  }
}
