package dev.acstoken.emulator;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** The JDK's HTTP server on a loopback address, with as many threads as requests wait. */
final class LoopbackServer implements AutoCloseable {

  private static final int BACKLOG = 512;

  static {
    // The server reads this once, when it is loaded; without it each reply waits 40 ms for an ACK.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads;

  private LoopbackServer(HttpServer server, HttpHandler handler, String name) {
    this.server = server;
    this.threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/", handler);
    server.start();
  }

  static LoopbackServer http(String host, int port, HttpHandler handler) {
    try {
      return new LoopbackServer(
          HttpServer.create(address(host, port), BACKLOG), handler, "managed-identity-endpoint");
    } catch (IOException e) {
      throw unusable(host, port, e);
    }
  }

  static LoopbackServer https(String host, int port, SSLContext context, HttpHandler handler) {
    try {
      HttpsServer server = HttpsServer.create(address(host, port), BACKLOG);
      server.setHttpsConfigurator(new HttpsConfigurator(context));
      return new LoopbackServer(server, handler, "acs-emulator");
    } catch (IOException e) {
      throw unusable(host, port, e);
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static InetSocketAddress address(String host, int port) throws IOException {
    InetAddress address = InetAddress.getByName(host);
    if (!address.isLoopbackAddress()) {
      throw new IllegalArgumentException(
          "Not a loopback address: " + host + " (the control API asks nobody for a password)");
    }
    return new InetSocketAddress(address, port);
  }

  private static UncheckedIOException unusable(String host, int port, IOException cause) {
    String problem =
        cause instanceof BindException ? "is taken or may not be used" : "cannot be opened";
    return new UncheckedIOException("Port %d on %s %s".formatted(port, host, problem), cause);
  }
}
