package dev.acstoken.devhost;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request as the Functions host passes it to the Java worker, including the information that is
 * lost. Source: {@code GrpcMessageConversionExtensions.ToRpcHttp} of Azure/azure-functions-host.
 *
 * @param url the URL, with the path as {@link RequestPath#encodedAgain} describes
 * @param headers the headers, with names in lower case, and with the values of a repeated one that
 *     are not empty joined by commas
 * @param query the query as {@link RequestQuery#joined} describes
 * @param body the body as {@link RequestText} decodes it if Content-Length is above 0; a chunked
 *     body is lost
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
        RequestQuery.parse(query == null ? "" : query).joined(),
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
        (name, values) -> headers.put(name.toLowerCase(Locale.ROOT), RequestQuery.join(values)));
    return Collections.unmodifiableMap(headers);
  }

  private static Optional<String> body(HttpExchange exchange) throws IOException {
    if (bodyLength(exchange) == 0) {
      return Optional.empty();
    }
    var type = exchange.getRequestHeaders().getFirst("Content-Type");
    return Optional.of(
        RequestText.decode(exchange.getRequestBody().readAllBytes(), type == null ? "" : type));
  }
}
