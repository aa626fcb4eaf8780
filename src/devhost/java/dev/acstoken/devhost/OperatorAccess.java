package dev.acstoken.devhost;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Decides who may call a function with {@code authLevel = ADMIN}. The Functions host requires its
 * master key. This host has no key, and allows programs on this machine and the console. The server
 * itself already refuses foreign host names and pages of other sites. Other pages on this machine
 * can neither read a response nor cause the checks: a browser sends {@code Origin} if the page asks
 * to read the response, and {@code Sec-Fetch-Site} in any case.
 *
 * @param caller the address of the client
 * @param headers the headers of the request
 */
record OperatorAccess(InetAddress caller, Headers headers) {
  private static final Set<String> FROM_NO_OTHER_PAGE = Set.of("same-origin", "none");

  static OperatorAccess of(HttpExchange exchange) {
    return new OperatorAccess(
        exchange.getRemoteAddress().getAddress(), exchange.getRequestHeaders());
  }

  boolean isAllowed() {
    return caller.isLoopbackAddress() && !isForwarded() && !isFromAnotherPage();
  }

  // A proxy or a tunnel on this machine forwards the requests of other machines.
  private boolean isForwarded() {
    return Stream.of("Forwarded", "X-Forwarded-For").anyMatch(headers::containsKey);
  }

  private boolean isFromAnotherPage() {
    return headers.containsKey("Origin")
        || !FROM_NO_OTHER_PAGE.containsAll(headers.getOrDefault("Sec-Fetch-Site", List.of()));
  }
}
