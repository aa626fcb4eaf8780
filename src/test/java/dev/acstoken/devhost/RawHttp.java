package dev.acstoken.devhost;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocket;

/** Sends requests for targets that no client library sends. */
final class RawHttp {
  private RawHttp() {}

  /**
   * A response.
   *
   * @param head the status line and the headers
   * @param body the body, without the lengths of its chunks
   */
  record Response(int status, String head, String body) {
    /** Returns whether there is a header of this name, in lower case. */
    boolean has(String header) {
      return head.toLowerCase(Locale.ROOT).contains("\n" + header + ":");
    }
  }

  static Response get(URI server, String target) throws IOException {
    return get(server, target, "localhost");
  }

  /** Sends a request with a host name that may not be the server's own. */
  static Response get(URI server, String target, String host) throws IOException {
    return send(SocketFactory.getDefault(), server, "GET " + target, "", "Host: " + host);
  }

  /**
   * Sends a request with exactly these headers, and {@code Connection: close}.
   *
   * @param sockets creates the connection, with or without TLS
   * @param methodAndTarget the method and the target, separated by a space
   */
  static Response send(
      SocketFactory sockets, URI server, String methodAndTarget, String body, String... headers)
      throws IOException {
    try (var socket = sockets.createSocket(server.getHost(), server.getPort())) {
      var request =
          "%s HTTP/1.1\r\n%s\r\nConnection: close\r\n\r\n%s"
              .formatted(methodAndTarget, String.join("\r\n", headers), body);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      if (!(socket instanceof SSLSocket)) {
        // The JDK's server waits for the rest of a body that was announced before it closes.
        socket.shutdownOutput();
      }
      // One character for each byte, because chunks are measured in bytes.
      var response =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      int end = response.indexOf("\r\n\r\n");
      var head =
          new Response(Integer.parseInt(response, 9, 12, 10), response.substring(0, end), "");
      var rest = response.substring(end + 4);
      var sent = head.has("transfer-encoding") ? withoutChunks(rest) : rest;
      return new Response(
          head.status(),
          head.head(),
          new String(sent.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
    }
  }

  private static String withoutChunks(String chunked) {
    var body = new StringBuilder();
    int start = 0;
    while (true) {
      int lineEnd = chunked.indexOf("\r\n", start);
      int length = Integer.parseInt(chunked, start, lineEnd, 16);
      if (length == 0) {
        return body.toString();
      }
      int chunk = lineEnd + 2;
      body.append(chunked, chunk, chunk + length);
      start = chunk + length + 2;
    }
  }
}
