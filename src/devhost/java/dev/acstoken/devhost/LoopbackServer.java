package dev.acstoken.devhost;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** The JDK's HTTP server on one port, with as many daemon threads as there are requests. */
final class LoopbackServer implements AutoCloseable {
  static {
    // Read once, when the first server of the JVM is made. Without it every reply that is sent in
    // two packets waits 40 ms for a delayed acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads;

  private LoopbackServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Starts to listen.
   *
   * @param port 0 for a free one
   * @param name what listens there, for messages and thread names
   * @throws CannotStartException when the port is taken, or the host is not one of this machine
   */
  static LoopbackServer start(String host, int port, String name, HttpHandler handler) {
    HttpServer server;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(host), port), 0);
    } catch (BindException e) {
      throw new CannotStartException(
          "Port "
              + port
              + " of "
              + host
              + " is taken: "
              + name
              + " cannot listen there. End the other program or choose another port.",
          e);
    } catch (IOException e) {
      throw new CannotStartException(name + " cannot listen on " + host + ":" + port + ": " + e, e);
    }
    var threads = Executors.newCachedThreadPool(daemons(name));
    server.setExecutor(threads);
    server.createContext("/", handler);
    server.start();
    return new LoopbackServer(server, threads);
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Stops at once; requests under way lose their connection. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static ThreadFactory daemons(String name) {
    var count = new AtomicInteger();
    return task -> {
      var thread = new Thread(task, name + " " + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
