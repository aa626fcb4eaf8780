package dev.acstoken.emulator;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An HTTP request with its whole body. */
final class Request {

  private static final int MAX_BODY_BYTES = 1 << 20;

  private final String method;
  private final URI uri;
  private final Map<String, String> headers;
  private final byte[] body;
  private final int port;

  /**
   * Creates a request.
   *
   * @param headers the headers by their names in lower case
   * @param port the port at which the request arrived
   */
  Request(String method, URI uri, Map<String, String> headers, byte[] body, int port) {
    this.method = method;
    this.uri = uri;
    this.headers = Map.copyOf(headers);
    this.body = body.clone();
    this.port = port;
  }

  static Request read(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), join(values)));
    byte[] body;
    try (InputStream in = exchange.getRequestBody()) {
      body = in.readNBytes(MAX_BODY_BYTES + 1);
    }
    return new Request(
        exchange.getRequestMethod(),
        exchange.getRequestURI(),
        headers,
        body,
        exchange.getLocalAddress().getPort());
  }

  private static String join(List<String> values) {
    return String.join(",", values);
  }

  String method() {
    return method;
  }

  URI uri() {
    return uri;
  }

  int port() {
    return port;
  }

  /** Returns the URL without its query, with the host that the client addressed. */
  String url() {
    return "https://" + header("host") + uri.getRawPath();
  }

  byte[] body() {
    return body.clone();
  }

  boolean tooLong() {
    return body.length > MAX_BODY_BYTES;
  }

  String path() {
    return Optional.ofNullable(uri.getPath()).orElse("");
  }

  /** Returns the path and query as they were sent, because a client signs them in this form. */
  String target() {
    String query = uri.getRawQuery();
    return query == null ? uri.getRawPath() : uri.getRawPath() + "?" + query;
  }

  String header(String lowerCaseName) {
    return headers.getOrDefault(lowerCaseName, "");
  }

  @Nullable String query(String name) {
    return query().get(name);
  }

  /** Returns the parameters of the query. */
  Map<String, String> query() {
    return form(Optional.ofNullable(uri.getRawQuery()).orElse(""));
  }

  /** Returns the fields of the body. */
  Map<String, String> form() {
    return form(new String(body, StandardCharsets.UTF_8));
  }

  private static Map<String, String> form(String encoded) {
    Map<String, String> fields = new HashMap<>();
    for (String pair : encoded.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        fields.putIfAbsent(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      }
    }
    return fields;
  }

  private static String decode(String encoded) {
    try {
      return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return encoded;
    }
  }
}
