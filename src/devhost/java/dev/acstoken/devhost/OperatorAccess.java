package dev.acstoken.devhost;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.net.InetAddress;
import java.util.stream.Stream;

/**
 * Decides who may call a function with {@code authLevel = ADMIN}. The Functions host requires its
 * master key. This host has no key, and allows programs on this machine and the console. The server
 * itself already refuses foreign host names and pages of other sites, but not other pages on this
 * machine, whose requests have the header {@code Origin}.
 *
 * @param caller the address of the client
 * @param headers the headers of the request
 */
record OperatorAccess(InetAddress caller, Headers headers) {

  static OperatorAccess of(HttpExchange exchange) {
    return new OperatorAccess(
        exchange.getRemoteAddress().getAddress(), exchange.getRequestHeaders());
  }

  boolean isAllowed() {
    return caller.isLoopbackAddress() && !isForwarded() && !headers.containsKey("Origin");
  }

  // A proxy or a tunnel on this machine forwards the requests of other machines.
  private boolean isForwarded() {
    return Stream.of("Forwarded", "X-Forwarded-For").anyMatch(headers::containsKey);
  }
}
