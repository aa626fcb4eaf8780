package dev.acstoken.emulator.server;

import static java.util.stream.Collectors.toUnmodifiableSet;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Refuses requests that a page of another site made a browser send. The servers of a laptop give
 * anyone tokens and control, and a browser reaches them for every page that a developer visits.
 *
 * <ul>
 *   <li>{@code Host} must name this machine. A foreign name that resolves to a loopback address
 *       (DNS rebinding) gets 421.
 *   <li>{@code Origin} must be one of the server's {@link TrustedOrigins}. Every other origin gets
 *       403, and so does a request without an origin that the browser calls cross-site.
 * </ul>
 *
 * <p>Programs send neither {@code Origin} nor {@code Sec-Fetch-Site}, so only {@code Host} concerns
 * them.
 */
final class LocalRequestFilter extends Filter {

  /** The address by which programs in an Android emulator reach the machine that it runs on. */
  private static final String ANDROID_EMULATOR = "10.0.2.2";

  private static final Response MISDIRECTED =
      Response.text(
          421,
          "This server is available as localhost, as 10.0.2.2 for Android emulators, and by the"
              + " name and the address that it listens on.");

  private final Set<String> names;
  private final TrustedOrigins origins;

  /**
   * Creates the filter of a server.
   *
   * @param host the name or address that the server was told to listen on
   * @param origins the origins whose pages may use the server
   */
  LocalRequestFilter(String host, TrustedOrigins origins) {
    this.origins = origins;
    this.names = Stream.of(ANDROID_EMULATOR, lowerCase(host)).collect(toUnmodifiableSet());
  }

  @Override
  public String description() {
    return "refuses requests of pages of other origins than the trusted ones";
  }

  @Override
  public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
    Optional<Response> refusal =
        refusal(exchange.getRequestHeaders(), exchange.getLocalAddress().getAddress());
    if (refusal.isEmpty()) {
      chain.doFilter(exchange);
      return;
    }
    try (exchange) {
      refusal.get().send(exchange);
    }
  }

  /**
   * Returns the response to a request that is refused; empty for a request that is served.
   *
   * @param local the address of this machine at which the request arrived
   */
  Optional<Response> refusal(Headers headers, InetAddress local) {
    if (!namesThisServer(headers, local)) {
      return Optional.of(MISDIRECTED);
    }
    return isCrossSite(headers) ? Optional.of(crossSite()) : Optional.empty();
  }

  private boolean namesThisServer(Headers headers, InetAddress local) {
    List<String> hosts = headers.getOrDefault("Host", List.of());
    if (hosts.size() != 1) {
      return false;
    }
    String name = lowerCase(LoopbackHost.withoutPort(hosts.get(0)));
    return LoopbackHost.matches(name) || names.contains(name) || isAddress(name, local);
  }

  /**
   * Returns whether a name is the address at which the request arrived. A server that listens on
   * all addresses of this machine is named by each of them.
   */
  private static boolean isAddress(String name, InetAddress local) {
    return name.startsWith("[") ? isIpv6(name, local) : name.equals(local.getHostAddress());
  }

  private static boolean isIpv6(String bracketed, InetAddress local) {
    try {
      // Brackets keep the JDK from resolving a name.
      return bracketed.endsWith("]") && InetAddress.getByName(bracketed).equals(local);
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private boolean isCrossSite(Headers headers) {
    List<String> pages = headers.getOrDefault("Origin", List.of());
    return pages.isEmpty()
        ? headers.getOrDefault("Sec-Fetch-Site", List.of()).contains("cross-site")
        : !pages.stream().allMatch(origins::contains);
  }

  private Response crossSite() {
    return Response.text(403, "This server only accepts requests of pages " + origins + ".");
  }

  private static String lowerCase(String host) {
    return host.toLowerCase(Locale.ROOT);
  }
}
