package dev.acstoken.devhost;

import com.sun.net.httpserver.HttpExchange;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The limits of the Functions host for the request line and the headers, which it enforces before
 * it looks for a function. Source: the defaults of {@code KestrelServerLimits} and their use in
 * {@code Http1Connection} of dotnet/aspnetcore.
 */
final class RequestLimits {
  static final int REQUEST_LINE_BYTES = 8 * 1024;
  static final int HEADER_BYTES = 32 * 1024;
  static final int HEADERS = 100;

  private static final int LINE_END = "\r\n".length();
  private static final int SEPARATOR = ": ".length();

  private RequestLimits() {}

  /** Returns the status of the response to a request that exceeds a limit; empty for others. */
  static Optional<Integer> refusal(HttpExchange exchange) {
    if (requestLineBytes(exchange) > REQUEST_LINE_BYTES) {
      return Optional.of(414);
    }
    Map<String, List<String>> headers = exchange.getRequestHeaders();
    int count = headers.values().stream().mapToInt(List::size).sum();
    return count > HEADERS || headerBytes(headers) > HEADER_BYTES
        ? Optional.of(431)
        : Optional.empty();
  }

  private static int requestLineBytes(HttpExchange exchange) {
    return exchange.getRequestMethod().length()
        + 1
        + exchange.getRequestURI().toString().length()
        + 1
        + exchange.getProtocol().length()
        + LINE_END;
  }

  /**
   * Returns the length of the headers and of the empty line after them. The JDK's server removes
   * white space around a value, so the usual single space before each value is counted.
   */
  private static int headerBytes(Map<String, List<String>> headers) {
    int bytes = LINE_END;
    for (Map.Entry<String, List<String>> header : headers.entrySet()) {
      for (String value : header.getValue()) {
        bytes += header.getKey().length() + SEPARATOR + value.length() + LINE_END;
      }
    }
    return bytes;
  }
}
