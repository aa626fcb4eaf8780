package dev.acstoken.providers;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP proxy that tunnels every {@code CONNECT} to one server, whatever host it names. */
final class TunnelProxy implements AutoCloseable {

  private static final String END_OF_HEADERS = "\r\n\r\n";

  private final InetSocketAddress target;
  private final ServerSocket socket;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            var thread = new Thread(task, "tunnel-proxy");
            thread.setDaemon(true);
            return thread;
          });

  TunnelProxy(InetSocketAddress target) {
    this.target = target;
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        threads.execute(() -> tunnel(client));
      } catch (IOException e) {
        // The proxy is closed, or the client has gone.
      }
    }
  }

  private void tunnel(Socket client) {
    try (client;
        var server = new Socket(target.getAddress(), target.getPort())) {
      skipHeaders(client.getInputStream());
      client.getOutputStream().write(("HTTP/1.1 200 OK" + END_OF_HEADERS).getBytes(US_ASCII));
      var responses =
          threads.submit(() -> server.getInputStream().transferTo(client.getOutputStream()));
      client.getInputStream().transferTo(server.getOutputStream());
      server.shutdownOutput();
      responses.get();
    } catch (Exception e) {
      // One side has closed its connection, which ends the tunnel.
    }
  }

  private static void skipHeaders(InputStream in) throws IOException {
    int matched = 0;
    while (matched < END_OF_HEADERS.length()) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("The request ended within its headers.");
      }
      if (next == END_OF_HEADERS.charAt(matched)) {
        matched++;
      } else {
        matched = next == '\r' ? 1 : 0;
      }
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
