package dev.acstoken.devhost;

import com.sun.net.httpserver.HttpExchange;
import dev.acstoken.emulator.server.TrustedOrigins;
import java.util.List;
import java.util.Locale;

/**
 * Lets pages of other origins use a server, as the Functions host does. The host applies its policy
 * before it looks for a function. The policy allows every method and every header, exposes no
 * header, and has no {@code Access-Control-Max-Age}. Sources: {@code CorsOptionsSetup} and {@code
 * JobHostCorsMiddleware} of Azure/azure-functions-host, {@code Startup} of
 * Azure/azure-functions-core-tools for {@code Host.CORS}, and {@code CorsMiddleware} and {@code
 * CorsService} of dotnet/aspnetcore.
 *
 * @param origins the origins whose pages may read responses
 */
record Cors(TrustedOrigins origins) {
  private static final String ORIGIN = "Origin";
  private static final String REQUEST_METHOD = "Access-Control-Request-Method";
  private static final String REQUEST_HEADERS = "Access-Control-Request-Headers";

  /**
   * Returns whether a browser asks for permission to send a request. The response is an empty 204
   * for every path, even if the origin may not send the request.
   */
  static boolean isPreflight(HttpExchange exchange) {
    var headers = exchange.getRequestHeaders();
    return exchange.getRequestMethod().toUpperCase(Locale.ROOT).equals("OPTIONS")
        && headers.containsKey(ORIGIN)
        && headers.containsKey(REQUEST_METHOD);
  }

  /**
   * Sets the headers that let the page read the response, or send the request that it announces.
   */
  void setHeaders(HttpExchange exchange) {
    List<String> pages = exchange.getRequestHeaders().getOrDefault(ORIGIN, List.of());
    if (pages.size() != 1 || !origins.contains(pages.get(0))) {
      return;
    }
    var response = exchange.getResponseHeaders();
    response.set("Access-Control-Allow-Origin", pages.get(0));
    // The host sends it if its policy names several origins.
    response.set("Vary", ORIGIN);
    if (isPreflight(exchange)) {
      response.set("Access-Control-Allow-Methods", requested(exchange, REQUEST_METHOD));
      if (exchange.getRequestHeaders().containsKey(REQUEST_HEADERS)) {
        response.set("Access-Control-Allow-Headers", requested(exchange, REQUEST_HEADERS));
      }
    }
  }

  private static String requested(HttpExchange exchange, String header) {
    return String.join(",", exchange.getRequestHeaders().getOrDefault(header, List.of()));
  }
}
