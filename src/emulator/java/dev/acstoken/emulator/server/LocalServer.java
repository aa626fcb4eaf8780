package dev.acstoken.emulator.server;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/**
 * The JDK's HTTP server on one port of this machine. It handles each request on a daemon thread,
 * with no limit on their number, and serves until {@link #close()}. Pages of other sites cannot use
 * it: see {@link LocalRequestFilter}.
 */
public final class LocalServer implements AutoCloseable {

  private static final int BACKLOG = 512;

  static {
    // The JDK reads these once, when the first server of the JVM is created. Without the first, a
    // response in two packets waits 40 ms for a delayed acknowledgement. Above the limits, the JDK
    // closes the connection without a response, so they exceed those that the servers enforce.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxReqHeaders", "2000");
    System.setProperty("sun.net.httpserver.maxReqHeaderSize", Integer.toString(1024 * 1024));
  }

  private final HttpServer server;
  private final ExecutorService threads;

  private LocalServer(
      HttpServer server, String name, LocalRequestFilter filter, HttpHandler handler) {
    this.server = server;
    this.threads = Executors.newCachedThreadPool(daemons(name));
    server.setExecutor(threads);
    server.createContext("/", handler).getFilters().add(filter);
    server.start();
  }

  /** Starts a server on a free port of {@code 127.0.0.1}. */
  public static LocalServer http(String name, HttpHandler handler) {
    return http(name, "127.0.0.1", 0, handler);
  }

  /**
   * Starts a server.
   *
   * @param name the name of its threads
   * @param host a name or an address of this machine
   * @param port the port, or 0 for a free one
   * @throws UncheckedIOException if the port is in use or the host is not this machine; the message
   *     names both
   */
  public static LocalServer http(String name, String host, int port, HttpHandler handler) {
    return http(name, host, port, TrustedOrigins.OF_THIS_MACHINE, handler);
  }

  /**
   * Starts a server that pages of other machines may use, too, otherwise like {@link #http(String,
   * String, int, HttpHandler)}.
   */
  public static LocalServer http(
      String name, String host, int port, TrustedOrigins origins, HttpHandler handler) {
    try {
      return new LocalServer(
          HttpServer.create(address(host, port), BACKLOG),
          name,
          new LocalRequestFilter(host, origins),
          handler);
    } catch (IOException e) {
      throw cannotListen(host, port, e);
    }
  }

  /** Starts a server with TLS, otherwise like {@link #http(String, String, int, HttpHandler)}. */
  public static LocalServer https(
      String name, String host, int port, SSLContext tls, HttpHandler handler) {
    try {
      HttpsServer server = HttpsServer.create(address(host, port), BACKLOG);
      server.setHttpsConfigurator(new HttpsConfigurator(tls));
      return new LocalServer(
          server, name, new LocalRequestFilter(host, TrustedOrigins.OF_THIS_MACHINE), handler);
    } catch (IOException e) {
      throw cannotListen(host, port, e);
    }
  }

  /** Returns whether a host is a loopback name or address; false for an unknown host. */
  public static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** Returns the port that it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Stops immediately. Requests in progress lose their connection. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static InetSocketAddress address(String host, int port) throws UnknownHostException {
    return new InetSocketAddress(InetAddress.getByName(host), port);
  }

  private static UncheckedIOException cannotListen(String host, int port, IOException cause) {
    String problem =
        cause instanceof BindException
            ? "is already in use or not permitted"
            : "could not be opened";
    return new UncheckedIOException("Port %d of %s %s".formatted(port, host, problem), cause);
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
