package dev.acstoken.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import dev.acstoken.emulator.server.LocalServer;
import java.io.IOException;
import java.net.URI;

/**
 * Sends what a later version of the endpoint may send, and what proxies make of it. The user in the
 * path selects the response. None has the headers of the contract.
 */
final class UnusualEndpoint implements AutoCloseable {

  private static final String DATE = "Fri, 31 Dec 2099 23:59:59 GMT";

  private final LocalServer server = LocalServer.http("unusual-endpoint", this::handle);

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.port() + "/api");
  }

  @Override
  public void close() {
    server.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      switch (exchange.getRequestURI().getPath().split("/", -1)[3]) {
        case "new-scope" -> send(exchange, 200, "application/json", tokenWithNewScopeAndField());
        case "new-code" -> send(exchange, 403, "application/problem+json", problemWithNewCode());
        case "date-to-retry" -> {
          exchange.getResponseHeaders().set("retry-after", DATE);
          send(exchange, 429, "application/problem+json", problem("rate_limited"));
        }
        case "page" -> send(exchange, 502, "text/html", "<html><h1>502 Bad Gateway</h1></html>");
        default -> send(exchange, 404, "text/plain", "");
      }
    }
  }

  private static String tokenWithNewScopeAndField() {
    return Contract.SERVED
        .operation("IssueToken")
        .example(200, "everything")
        .replace("\"voip\"", "\"video\"")
        .replaceFirst("\\{", "{\"region\":\"moon\",");
  }

  private static String problemWithNewCode() {
    return problem("forbidden").replace("forbidden", "account_on_hold");
  }

  private static String problem(String code) {
    int status = code.equals("forbidden") ? 403 : 429;
    return Contract.SERVED.operation("IssueToken").example(status, code);
  }

  private static void send(HttpExchange exchange, int status, String mediaType, String body)
      throws IOException {
    exchange.getResponseHeaders().set("content-type", mediaType);
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
