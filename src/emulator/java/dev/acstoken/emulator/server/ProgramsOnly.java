package dev.acstoken.emulator.server;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.List;

/**
 * Refuses every request that a web page made a browser send, also a page on this machine, with 403.
 * A page that a developer opens on {@code localhost} is not always the developer's own code.
 *
 * <p>A browser names the page's origin or its relation to the server, and programs send neither
 * header. An address that the user entered comes from no page, and is served.
 */
public final class ProgramsOnly implements HttpHandler {

  private static final Response REFUSED =
      Response.text(403, "This server is for programs and refuses the requests of web pages.");

  private final HttpHandler handler;

  /**
   * Creates a handler that refuses the requests of pages.
   *
   * @param handler the handler of all other requests
   */
  public ProgramsOnly(HttpHandler handler) {
    this.handler = handler;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    if (isOfAPage(exchange.getRequestHeaders())) {
      // The exchange is not closed, because this would close the connection, too.
      REFUSED.send(exchange);
    } else {
      handler.handle(exchange);
    }
  }

  private static boolean isOfAPage(Headers headers) {
    List<String> relations = headers.getOrDefault("Sec-Fetch-Site", List.of());
    return headers.containsKey("Origin") || !relations.stream().allMatch("none"::equals);
  }
}
