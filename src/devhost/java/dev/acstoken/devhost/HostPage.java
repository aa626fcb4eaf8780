package dev.acstoken.devhost;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** A web page that the development host serves beside the functions, with what belongs to it. */
interface HostPage {
  /** Returns whether a path belongs to the page. The routes of functions take precedence. */
  boolean serves(String path);

  /** Returns whether a request reads the page. Tools that wait for a server send {@code HEAD}. */
  static boolean isRead(HttpExchange exchange) {
    return Set.of("GET", "HEAD").contains(exchange.getRequestMethod());
  }

  /** Returns the text of a file that belongs to a page; empty if there is none. */
  static Optional<String> resource(String path) {
    try (var file = HostPage.class.getResourceAsStream(path)) {
      return file == null
          ? Optional.empty()
          : Optional.of(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Responds to a request for such a path. */
  void handle(HttpExchange exchange) throws IOException;

  /** Ends what the page does in the background. */
  default void close() {}
}
