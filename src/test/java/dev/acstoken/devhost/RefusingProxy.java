package dev.acstoken.devhost;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A proxy that refuses every request, as a company's proxy refuses loopback addresses. */
final class RefusingProxy implements AutoCloseable {
  private final ServerSocket socket;
  private final AtomicInteger connections = new AtomicInteger();

  private RefusingProxy(ServerSocket socket) {
    this.socket = socket;
  }

  static RefusingProxy start() {
    try {
      var proxy = new RefusingProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
      var thread = new Thread(proxy::serve, "refusing proxy");
      thread.setDaemon(true);
      thread.start();
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the JVM options by which companies set a proxy. */
  List<String> options() {
    return List.of(
        "-Dhttp.proxyHost=127.0.0.1",
        "-Dhttp.proxyPort=" + socket.getLocalPort(),
        "-Dhttps.proxyHost=127.0.0.1",
        "-Dhttps.proxyPort=" + socket.getLocalPort(),
        "-Djava.net.useSystemProxies=true");
  }

  /** Returns the variables by which shells set a proxy. */
  Map<String, String> environment() {
    var url = "http://127.0.0.1:" + socket.getLocalPort();
    return Map.of("HTTP_PROXY", url, "HTTPS_PROXY", url, "http_proxy", url, "https_proxy", url);
  }

  int connections() {
    return connections.get();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve() {
    while (true) {
      try (var connection = socket.accept()) {
        connections.incrementAndGet();
        connection
            .getOutputStream()
            .write(
                "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        if (socket.isClosed()) {
          return;
        }
      }
    }
  }
}
