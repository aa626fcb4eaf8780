package dev.acstoken.devhost;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A reply of the local issuer, or of the console. */
record TextReply(int status, String contentType, String text) {
  static TextReply json(String json) {
    return new TextReply(200, "application/json", json);
  }

  static TextReply of(int status, @Nullable String text) {
    return new TextReply(status, "text/plain; charset=utf-8", String.valueOf(text));
  }

  void send(HttpExchange exchange) throws IOException {
    var body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", contentType);
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    boolean bodiless = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, bodiless ? -1 : body.length);
    if (!bodiless) {
      exchange.getResponseBody().write(body);
    }
  }
}
