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

/** Gives the replies that a test prepared, each as the contract documents it, and counts. */
final class ScriptedEndpoint implements AutoCloseable {

  /** Instead of a status: the connection is closed without a reply. */
  static final int LOST = 0;

  private final Queue<Integer> statuses = new ArrayDeque<>();
  private final List<String> requests = new ArrayList<>();
  private final List<String> mistakes = new ArrayList<>();
  private String token = "";
  private Runnable beforeReply = () -> {};
  private final LocalServer server = LocalServer.http("scripted-endpoint", this::handle);

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.port() + "/api");
  }

  /** The next replies; afterwards all succeed. */
  synchronized ScriptedEndpoint replies(int... next) {
    for (int status : next) {
      statuses.add(status);
    }
    return this;
  }

  /** What it gives as ACS token from now on. */
  synchronized ScriptedEndpoint token(String acsToken) {
    token = acsToken;
    return this;
  }

  /** Runs before every reply, on the request's thread. */
  synchronized ScriptedEndpoint beforeReply(Runnable action) {
    beforeReply = action;
    return this;
  }

  /** Method, path and bearer token of each request so far. */
  synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  /** What was in them that the contract does not allow. */
  synchronized List<String> mistakes() {
    return List.copyOf(mistakes);
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
      String body = status == 200 ? tokenReply() : example(method, path, status);
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

  private int next(String request, int otherwise) {
    Runnable action;
    int status;
    synchronized (this) {
      requests.add(request);
      Integer scripted = statuses.poll();
      status = scripted == null ? otherwise : scripted;
      action = beforeReply;
    }
    action.run();
    return status;
  }

  private synchronized void check(Exchange exchange) {
    mistakes.addAll(Contract.SERVED.complaints(exchange));
  }

  private synchronized String tokenReply() {
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
