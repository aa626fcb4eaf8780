package dev.acstoken.emulator.server;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An HTTP response with a text body. */
public record Response(int status, String contentType, String body, Map<String, String> headers) {

  // The values that the JDK's server gives these meanings.
  private static final long NO_BODY = -1;
  private static final long UNKNOWN_LENGTH = 0;

  /** Keeps a copy of the headers. */
  public Response {
    headers = Map.copyOf(headers);
  }

  /** Creates a response without headers. */
  public Response(int status, String contentType, String body) {
    this(status, contentType, body, Map.of());
  }

  /** Returns a response with a JSON object. */
  public static Response json(int status, Map<String, ?> body) {
    return new Response(status, "application/json; charset=utf-8", Json.text(body));
  }

  /** Returns a response with plain text, such as the message of an exception. */
  public static Response text(int status, @Nullable String body) {
    return new Response(status, "text/plain; charset=utf-8", String.valueOf(body));
  }

  /** Returns a response with status 204. */
  public static Response noContent() {
    return new Response(204, "", "");
  }

  /** Returns this response with a header added or replaced. */
  public Response withHeader(String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(name, value);
    return new Response(status, contentType, body, all);
  }

  /** Returns this response with another body. */
  public Response withBody(String newBody) {
    return new Response(status, contentType, newBody, headers);
  }

  /** Sends the response. Headers that are already set on the exchange are sent, too. */
  public void send(HttpExchange exchange) throws IOException {
    send(exchange, body.getBytes(StandardCharsets.UTF_8).length);
  }

  /** Sends the response, otherwise like {@link #send}, with {@code Transfer-Encoding: chunked}. */
  public void sendInChunks(HttpExchange exchange) throws IOException {
    send(exchange, UNKNOWN_LENGTH);
  }

  private void send(HttpExchange exchange, long length) throws IOException {
    headers.forEach(exchange.getResponseHeaders()::set);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 0) {
      exchange.getResponseHeaders().set("Content-Type", contentType);
    }
    if (bytes.length == 0 || exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, NO_BODY);
      return;
    }
    exchange.sendResponseHeaders(status, length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }
}
