package dev.acstoken.devhost;

import com.microsoft.azure.functions.HttpResponseMessage;
import com.sun.net.httpserver.HttpExchange;
import dev.acstoken.emulator.server.LocalServer;
import dev.acstoken.emulator.server.TrustedOrigins;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Serves Azure Functions over HTTP as the Functions host and its Java worker do. It also loses the
 * same information: see {@link IncomingRequest}, {@link HostResponse} and {@link RequestPath}. It
 * has no keys: see {@link OperatorAccess}. It runs timers only through {@link #runTimer}.
 */
public final class FunctionsHost implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(FunctionsHost.class.getName());

  private final List<FunctionMethod> functions;
  private final RouteTable routes;
  private final Function<Class<?>, Object> objects;
  private final HostSettings settings;
  private final List<HostPage> pages;
  private final long requestBodyLimit;
  private final Cors cors;
  private final ServedRequest.Listener listener;
  private final LocalServer server;
  private final String root;

  private FunctionsHost(Builder builder) {
    this.functions = FunctionScan.of(builder.basePackage);
    this.objects = builder.objects;
    this.settings = builder.settings;
    this.pages = List.copyOf(builder.pages);
    this.requestBodyLimit = builder.requestBodyLimit;
    this.routes = new RouteTable(functions, settings);
    this.cors = new Cors(builder.origins);
    this.listener = builder.listener;
    this.server = listen(builder.host, builder.port, builder.origins);
    this.root = "http://" + LoopbackName.of(builder.host) + ":" + server.port();
  }

  private LocalServer listen(String host, int port, TrustedOrigins origins) {
    try {
      return LocalServer.http("functions-host", host, port, origins, this::handle);
    } catch (UncheckedIOException e) {
      throw CannotStartException.cannotListen("the endpoint", "--endpoint-port", e);
    }
  }

  /**
   * Returns the builder of a host for the functions of a package.
   *
   * @param basePackage the package that is scanned, with its subpackages, for {@code @FunctionName}
   * @param objects creates an object of a function class; called for every call of a function
   */
  public static Builder of(String basePackage, Function<Class<?>, Object> objects) {
    return new Builder(basePackage, objects);
  }

  /**
   * Returns the URL that the routes begin with, without a trailing slash: {@code
   * http://localhost:7071/api}. It is for programs on this machine, which reach the host on a
   * loopback address even if it listens on another one, too.
   */
  public URI baseUri() {
    return URI.create(root + settings.basePath());
  }

  /**
   * Describes the functions, sorted by name: {@code "GetIdentity: GET api/users/{userId}/identity"}
   * and, for a timer, {@code "Tick: timer 0 0 * * * *"}.
   */
  public List<String> functions() {
    return functions.stream()
        .map(
            function ->
                FunctionRoute.of(function, settings)
                    .map(FunctionRoute::toString)
                    .orElseGet(
                        () ->
                            function.name()
                                + ": timer "
                                + function.timerTrigger().orElseThrow().schedule()))
        .toList();
  }

  /**
   * Calls a timer's function immediately, on the caller's thread.
   *
   * @throws IllegalArgumentException when no timer has this name
   * @throws IllegalStateException if the function throws; the cause is its exception
   */
  public void runTimer(String name) {
    var timer =
        functions.stream()
            .filter(function -> function.name().equalsIgnoreCase(name))
            .filter(function -> function.timerTrigger().isPresent())
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("No timer is named " + name));
    try {
      timer.call(
          objects,
          new FunctionMethod.Call(null, FunctionsHost::noBinding, Invocation.of(timer, null)));
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(timer.name() + " failed.", e.getCause());
    }
  }

  /** Stops listening immediately. Requests in progress lose their connection. */
  @Override
  public void close() {
    server.close();
    pages.forEach(HostPage::close);
  }

  private void handle(HttpExchange exchange) {
    try (exchange) {
      var tooLarge = RequestLimits.refusal(exchange);
      if (tooLarge.isPresent()) {
        HostResponse.bare(tooLarge.get()).sendAndHangUp(exchange);
        return;
      }
      var rawPath = exchange.getRequestURI().getRawPath();
      var path = RequestPath.parse(rawPath);
      var match = routes.find(exchange.getRequestMethod(), path);
      var page = pages.stream().filter(it -> it.serves(rawPath)).findFirst();
      if (match.isEmpty() && page.isPresent()) {
        page.get().handle(exchange);
      } else {
        serve(exchange, path, match);
      }
    } catch (IOException e) {
      LOG.log(Level.FINE, "The client closed the connection.", e);
    }
  }

  private void serve(HttpExchange exchange, RequestPath path, Optional<RouteTable.Match> match)
      throws IOException {
    long start = System.nanoTime();
    cors.setHeaders(exchange);
    var response = respond(exchange, path, match);
    try {
      response.send(exchange, settings.customHeaders());
    } finally {
      listener.onServed(
          new ServedRequest(
              exchange.getRequestMethod(),
              routes.describe(path, match),
              response.status(),
              Duration.ofNanos(System.nanoTime() - start),
              response.problemCode()));
    }
  }

  private HostResponse respond(
      HttpExchange exchange, RequestPath path, Optional<RouteTable.Match> match)
      throws IOException {
    if (Cors.isPreflight(exchange)) {
      return HostResponse.bare(204);
    }
    // A wrong method is a 404, too: the host treats methods as part of the route
    // (azure-functions-host#10098).
    if (match.isEmpty()) {
      return HostResponse.bare(404);
    }
    if (match.get().function().isForOperators() && !OperatorAccess.of(exchange).isAllowed()) {
      return HostResponse.bare(401);
    }
    // Not a 413: the host fails when it reads a body above its limit, before it calls the function
    // (azure-functions-host#10519).
    return IncomingRequest.bodyLength(exchange) > requestBodyLimit
        ? HostResponse.bare(500)
        : invoke(match.get(), IncomingRequest.read(exchange, path));
  }

  private HostResponse invoke(RouteTable.Match match, IncomingRequest request) {
    var function = match.function();
    try {
      var result =
          function.call(
              objects,
              new FunctionMethod.Call(
                  new WorkerRequest(request),
                  new BindingData(request, match.parameters()),
                  Invocation.of(function, request.headers().get("traceparent"))));
      return HostResponse.of(
          asMessage(result), request.headers().getOrDefault("accept-charset", ""));
    } catch (InvocationTargetException e) {
      LOG.log(Level.SEVERE, function.name() + " failed.", e.getCause());
    } catch (RuntimeException | LinkageError e) {
      LOG.log(
          Level.SEVERE,
          function.name() + " could not be called, or its response could not be sent.",
          e);
    }
    return HostResponse.bare(500);
  }

  private static @Nullable HttpResponseMessage asMessage(@Nullable Object result) {
    if (result == null || result instanceof HttpResponseMessage) {
      return (HttpResponseMessage) result;
    }
    throw new IllegalArgumentException(
        "The development host sends only HttpResponseMessage, not " + result.getClass().getName());
  }

  private static String noBinding(String name) {
    throw new IllegalArgumentException("No value for @BindingName(\"" + name + "\").");
  }

  /** Builds a {@link FunctionsHost}. */
  public static final class Builder {
    private final String basePackage;
    private final Function<Class<?>, Object> objects;
    private HostSettings settings = HostSettings.DEFAULT;
    private String host = "localhost";
    private int port;
    private final List<HostPage> pages = new ArrayList<>();
    private long requestBodyLimit = 104_857_600;
    private TrustedOrigins origins = TrustedOrigins.OF_THIS_MACHINE;
    private ServedRequest.Listener listener = ServedRequest.Listener.NONE;

    private Builder(String basePackage, Function<Class<?>, Object> objects) {
      this.basePackage = basePackage;
      this.objects = objects;
    }

    /**
     * Reads the route prefix and the custom headers from a {@code host.json}.
     *
     * @throws CannotStartException when the file cannot be read
     */
    public Builder hostJson(Path file) {
      settings = HostSettings.read(file);
      return this;
    }

    /**
     * Sets the address to listen on.
     *
     * @param newHost a name or address of this machine; {@code localhost} by default
     * @param newPort the port; 0, the default, chooses a free one
     */
    public Builder listenOn(String newHost, int newPort) {
      host = newHost;
      port = newPort;
      return this;
    }

    /**
     * Sets the greatest size of a request's body in bytes, as {@code
     * FUNCTIONS_REQUEST_BODY_SIZE_LIMIT} does in the host; 100 MiB by default.
     */
    public Builder requestBodyLimit(long bytes) {
      requestBodyLimit = bytes;
      return this;
    }

    /** Sets the origins whose pages may use the functions; by default those on this machine. */
    Builder origins(TrustedOrigins newOrigins) {
      origins = newOrigins;
      return this;
    }

    /** Serves a page, such as the console in place of the home page of the Functions host. */
    Builder page(HostPage page) {
      pages.add(page);
      return this;
    }

    /** Reports each request to a function, and each whose path no function has. */
    Builder onServed(ServedRequest.Listener newListener) {
      listener = newListener;
      return this;
    }

    /**
     * Scans the package and starts serving.
     *
     * @throws CannotStartException when the port is in use, when there are no functions, or when
     *     this host does not support a function's parameters or route
     */
    public FunctionsHost start() {
      return new FunctionsHost(this);
    }
  }
}
