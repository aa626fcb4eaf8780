package dev.acstoken.devhost;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.acstoken.emulator.server.LoopbackHost;
import dev.acstoken.emulator.server.Response;
import java.net.InetAddress;
import java.util.Optional;

/**
 * Checks that a request for the {@link Console} comes from the console's own page in a browser on
 * this machine, and one for the {@link Demo} from a browser on this machine. The server itself
 * already refuses pages of other sites and foreign host names. The console also rejects other
 * machines, names that only they use, and other pages on this machine.
 *
 * @param visitor the address of the client
 * @param port the local port that received the request
 * @param headers the headers of the request
 */
record ConsoleAccess(InetAddress visitor, int port, Headers headers) {
  /**
   * Pages of other origins cannot send this header: a browser would first send a preflight request,
   * which the console, unlike the functions, never allows.
   */
  static final String HEADER = "X-Console";

  static ConsoleAccess of(HttpExchange exchange) {
    return new ConsoleAccess(
        exchange.getRemoteAddress().getAddress(),
        exchange.getLocalAddress().getPort(),
        exchange.getRequestHeaders());
  }

  /** Returns the response for a client that may not see the page; empty for one that may. */
  Optional<Response> rejection() {
    if (!visitor.isLoopbackAddress()) {
      return Optional.of(Response.text(403, "This page is available on this machine only."));
    }
    return LoopbackHost.matches(LoopbackHost.withoutPort(header("Host")))
        ? Optional.empty()
        : Optional.of(
            Response.text(421, "This page is available at http://localhost:" + port + "/ only."));
  }

  /**
   * Returns the response for a page that may not read data, because it is not the console; empty
   * for the console.
   */
  Optional<Response> dataRejection() {
    var origin = header("Origin");
    boolean isOwnPage = origin.isEmpty() || origin.equals("http://" + header("Host"));
    return isOwnPage && header(HEADER).equals("1")
        ? Optional.empty()
        : Optional.of(Response.text(403, "This resource is for the console's own page only."));
  }

  private String header(String name) {
    var value = headers.getFirst(name);
    return value == null ? "" : value;
  }
}
