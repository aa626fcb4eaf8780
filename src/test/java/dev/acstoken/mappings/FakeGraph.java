package dev.acstoken.mappings;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A Microsoft Graph on a loopback address that lists users with their open extensions, one page
 * after the other.
 */
final class FakeGraph implements AutoCloseable {

  static final String TOKEN = "graph-token";

  private static final String QUERY = "$select=id&$expand=extensions";

  private final HttpServer server;
  private final List<String> pages;
  private final Queue<Integer> failures = new ConcurrentLinkedQueue<>();

  /**
   * Starts the server.
   *
   * @param pages the users of each page, as a JSON array
   */
  FakeGraph(List<String> pages) throws IOException {
    this.pages = pages;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1.0/users", this::handle);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Makes the next request fail with a status. */
  void failOnce(int status) {
    failures.add(status);
  }

  private void handle(HttpExchange exchange) throws IOException {
    Integer failure = failures.poll();
    if (failure != null) {
      exchange
          .getResponseHeaders()
          .set("Retry-After", failure == 503 ? "Sun, 06 Nov 1994 08:49:37 GMT" : "0");
      respond(exchange, failure, "{}");
    } else if (!("Bearer " + TOKEN)
        .equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      respond(exchange, 401, "{}");
    } else {
      String query = exchange.getRequestURI().getQuery();
      respond(exchange, query.startsWith(QUERY) ? 200 : 400, page(query));
    }
  }

  private String page(String query) {
    int number =
        query.contains("$skiptoken=") ? Integer.parseInt(query.replaceFirst(".*=", "")) : 0;
    String next =
        number + 1 < pages.size()
            ? ", \"@odata.nextLink\": \"%s/v1.0/users?%s&$skiptoken=%d\""
                .formatted(url(), QUERY, number + 1)
            : "";
    return "{\"value\": %s%s}".formatted(pages.get(number), next);
  }

  private static void respond(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
