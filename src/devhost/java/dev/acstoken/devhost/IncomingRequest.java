package dev.acstoken.devhost;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request as the Functions host passes it to the Java worker, including the information that is
 * lost. Source: {@code GrpcMessageConversionExtensions.ToRpcHttp} of Azure/azure-functions-host.
 *
 * @param url the URL, with the path as {@link RequestPath#encodedAgain} describes
 * @param headers the headers, with names in lower case and repeated values joined by commas
 * @param query the decoded query, with repeated values joined by commas and without empty values
 * @param body the body if Content-Length is above 0; a chunked body is lost
 */
public record IncomingRequest(
    String method,
    String url,
    Map<String, String> headers,
    Map<String, String> query,
    Optional<String> body) {

  static IncomingRequest read(HttpExchange exchange, RequestPath path) throws IOException {
    var headers = headers(exchange.getRequestHeaders());
    var query = exchange.getRequestURI().getRawQuery();
    return new IncomingRequest(
        exchange.getRequestMethod(),
        "http://"
            + headers.getOrDefault("host", "localhost")
            + path.encodedAgain()
            + (query == null ? "" : "?" + query),
        headers,
        query(query == null ? "" : query),
        body(exchange));
  }

  /** Returns the length of the body in bytes; 0 without a body and for a chunked one. */
  static long bodyLength(HttpExchange exchange) {
    var length = exchange.getRequestHeaders().getFirst("Content-Length");
    return length != null && length.matches("[0-9]{1,18}") ? Long.parseLong(length) : 0;
  }

  private static Map<String, String> headers(Headers received) {
    var headers = new LinkedHashMap<String, String>();
    received.forEach(
        (name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
    return Collections.unmodifiableMap(headers);
  }

  /**
   * Parses the query. To ASP.NET Core, names that differ only in case are the same: the first
   * spelling is kept.
   */
  private static Map<String, String> query(String raw) {
    var spelling = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    var query = new LinkedHashMap<String, String>();
    for (String pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      var name = decode(equals < 0 ? pair : pair.substring(0, equals));
      var value = equals < 0 ? "" : decode(pair.substring(equals + 1));
      spelling.putIfAbsent(name, name);
      query.merge(spelling.get(name), value, (first, next) -> first + "," + next);
    }
    query.values().removeIf(String::isEmpty);
    return Collections.unmodifiableMap(query);
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private static Optional<String> body(HttpExchange exchange) throws IOException {
    if (bodyLength(exchange) == 0) {
      return Optional.empty();
    }
    var bytes = exchange.getRequestBody().readAllBytes();
    var text = new String(bytes, StandardCharsets.UTF_8);
    return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
  }
}
