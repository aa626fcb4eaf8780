package dev.acstoken.devhost;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/** A web page that the development host serves beside the functions, with what belongs to it. */
interface HostPage {
  /** Returns whether a path belongs to the page. The routes of functions take precedence. */
  boolean serves(String path);

  /** Responds to a request for such a path. */
  void handle(HttpExchange exchange) throws IOException;

  /** Ends what the page does in the background. */
  default void close() {}
}
