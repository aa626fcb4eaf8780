package dev.acstoken.devhost;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Sends requests for targets that no client library sends. */
final class RawHttp {
  private RawHttp() {}

  public record Response(int status, String body) {}

  static Response get(URI server, String target) throws IOException {
    return get(server, target, "localhost");
  }

  /** Sends a request with a host name that may not be the server's own. */
  static Response get(URI server, String target, String host) throws IOException {
    try (var socket = new Socket(server.getHost(), server.getPort())) {
      var request =
          "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(target, host);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      var response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Response(
          Integer.parseInt(response, 9, 12, 10),
          response.substring(response.indexOf("\r\n\r\n") + 4));
    }
  }
}
