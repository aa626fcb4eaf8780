package dev.acstoken.devhost;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.acstoken.emulator.server.Response;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a request for the {@link Console} comes from a browser on this machine that shows the
 * console itself: not from elsewhere, not by a name that somebody else's DNS points to loopback,
 * and not from another site's page.
 *
 * @param visitor who asks
 * @param port where the request arrived
 * @param headers what came with it
 */
record ConsoleVisit(InetAddress visitor, int port, Headers headers) {
  /**
   * Other sites' pages cannot add it: a browser would first ask this server, which never allows it.
   */
  static final String HEADER = "X-Console";

  private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  static ConsoleVisit of(HttpExchange exchange) {
    return new ConsoleVisit(
        exchange.getRemoteAddress().getAddress(),
        exchange.getLocalAddress().getPort(),
        exchange.getRequestHeaders());
  }

  /** What to answer to who must not even see the page. */
  Optional<Response> refusal() {
    if (!visitor.isLoopbackAddress()) {
      return Optional.of(Response.text(403, "The console answers to this machine only."));
    }
    return isAskedByOwnName()
        ? Optional.empty()
        : Optional.of(
            Response.text(421, "The console's name is http://localhost:" + port + "/ only."));
  }

  /** What to answer to who may see the page, yet asks for more from elsewhere. */
  Optional<Response> refusalOfData() {
    var origin = header("Origin");
    boolean isOwnPage = origin.isEmpty() || origin.equals("http://" + header("Host"));
    return isOwnPage && header(HEADER).equals("1")
        ? Optional.empty()
        : Optional.of(Response.text(403, "This is for the console's own page."));
  }

  private boolean isAskedByOwnName() {
    var host = header("Host");
    return NAMES.stream().anyMatch(name -> host.equals(port == 80 ? name : name + ":" + port));
  }

  private String header(String name) {
    var value = headers.getFirst(name);
    return value == null ? "" : value;
  }
}
