package dev.acstoken.devhost;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.acstoken.emulator.server.Response;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;

/**
 * The check that a request for the {@link Console} comes from a browser on this machine that shows
 * the console itself: not from elsewhere, not by a name that somebody else's DNS points to
 * loopback, and not from another site's page.
 *
 * @param visitor the address of the client
 * @param port the port that the request arrived at
 * @param headers the request's
 */
record ConsoleAccess(InetAddress visitor, int port, Headers headers) {
  /**
   * Other sites' pages cannot add it: a browser would first ask this server, which never allows it.
   */
  static final String HEADER = "X-Console";

  private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  static ConsoleAccess of(HttpExchange exchange) {
    return new ConsoleAccess(
        exchange.getRemoteAddress().getAddress(),
        exchange.getLocalAddress().getPort(),
        exchange.getRequestHeaders());
  }

  /** The response to a client that may not see the page; empty for one that may. */
  Optional<Response> rejection() {
    if (!visitor.isLoopbackAddress()) {
      return Optional.of(Response.text(403, "The console answers to this machine only."));
    }
    return namesThisServer()
        ? Optional.empty()
        : Optional.of(
            Response.text(421, "The console's name is http://localhost:" + port + "/ only."));
  }

  /** The response to a page that may not have data, because it is not the console; else empty. */
  Optional<Response> dataRejection() {
    var origin = header("Origin");
    boolean isOwnPage = origin.isEmpty() || origin.equals("http://" + header("Host"));
    return isOwnPage && header(HEADER).equals("1")
        ? Optional.empty()
        : Optional.of(Response.text(403, "This is for the console's own page."));
  }

  private boolean namesThisServer() {
    var host = header("Host");
    return NAMES.stream().anyMatch(name -> host.equals(port == 80 ? name : name + ":" + port));
  }

  private String header(String name) {
    var value = headers.getFirst(name);
    return value == null ? "" : value;
  }
}
