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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/**
 * The JDK's HTTP server on one port of this machine, on the addresses that its host means: see
 * {@link ListenAddresses}. It handles each request on a daemon thread, with no limit on their
 * number, and serves until {@link #close()}. Pages of other sites cannot use it: see {@link
 * LocalRequestFilter}.
 */
public final class LocalServer implements AutoCloseable {

  private static final int BACKLOG = 512;
  private static final int MAX_ATTEMPTS = 20;

  static {
    // The JDK reads these once, when the first server of the JVM is created. Without the first, a
    // response in two packets waits 40 ms for a delayed acknowledgement. Above the limits, the JDK
    // closes the connection without a response, so they exceed those that the servers enforce.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxReqHeaders", "2000");
    System.setProperty("sun.net.httpserver.maxReqHeaderSize", Integer.toString(1024 * 1024));
  }

  /** One server for each address. All have the same port. */
  private final List<HttpServer> servers;

  private final ExecutorService threads;

  private LocalServer(
      List<HttpServer> servers, String name, LocalRequestFilter filter, HttpHandler handler) {
    this.servers = servers;
    this.threads = Executors.newCachedThreadPool(daemons(name));
    for (HttpServer server : servers) {
      server.setExecutor(threads);
      server.createContext("/", handler).getFilters().add(filter);
      server.start();
    }
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
    return new LocalServer(
        listen(host, port, address -> HttpServer.create(address, BACKLOG)),
        name,
        new LocalRequestFilter(host, origins),
        handler);
  }

  /** Starts a server with TLS, otherwise like {@link #http(String, String, int, HttpHandler)}. */
  public static LocalServer https(
      String name, String host, int port, SSLContext tls, HttpHandler handler) {
    return new LocalServer(
        listen(
            host,
            port,
            address -> {
              HttpsServer server = HttpsServer.create(address, BACKLOG);
              server.setHttpsConfigurator(new HttpsConfigurator(tls));
              return server;
            }),
        name,
        new LocalRequestFilter(host, TrustedOrigins.OF_THIS_MACHINE),
        handler);
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
    return servers.get(0).getAddress().getPort();
  }

  /** Stops immediately. Requests in progress lose their connection. */
  @Override
  public void close() {
    servers.forEach(server -> server.stop(0));
    threads.shutdownNow();
  }

  private static List<HttpServer> listen(String host, int port, Listener listener) {
    List<InetAddress> addresses;
    try {
      addresses = ListenAddresses.of(host);
    } catch (UnknownHostException e) {
      throw new UncheckedIOException(host + " is not a name or address of this machine", e);
    }
    for (int attempt = 1; ; attempt++) {
      try {
        return listen(addresses, port, listener);
      } catch (IOException e) {
        // A port that is free on one address can be in use on the next one.
        if (port != 0 || attempt == MAX_ATTEMPTS || !(e instanceof BindException)) {
          throw cannotListen(host, port, e);
        }
      }
    }
  }

  private static List<HttpServer> listen(List<InetAddress> addresses, int port, Listener listener)
      throws IOException {
    List<HttpServer> servers = new ArrayList<>();
    try {
      for (InetAddress address : addresses) {
        int samePort = servers.isEmpty() ? port : servers.get(0).getAddress().getPort();
        servers.add(listener.listen(new InetSocketAddress(address, samePort)));
      }
      return List.copyOf(servers);
    } catch (IOException e) {
      for (HttpServer server : servers) {
        // The JDK frees the port of a server only if the server was started.
        server.start();
        server.stop(0);
      }
      throw e;
    }
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

  /** Creates a server that listens on one address. */
  private interface Listener {
    HttpServer listen(InetSocketAddress address) throws IOException;
  }
}
