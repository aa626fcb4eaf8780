package dev.acstoken.devhost;

import com.microsoft.azure.functions.HttpResponseMessage;
import com.sun.net.httpserver.HttpExchange;
import dev.acstoken.emulator.server.LocalServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Serves Azure Functions over HTTP as the Functions host and its Java worker would, with what they
 * lose on the way: see {@link IncomingRequest}, {@link HostResponse} and {@link RequestPath}. Keys
 * and authorization levels are ignored; timers run only when told to.
 */
public final class FunctionsHost implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(FunctionsHost.class.getName());

  private final List<FunctionMethod> functions;
  private final RouteTable routes;
  private final Function<Class<?>, Object> objects;
  private final HostSettings settings;
  private final String host;
  private final Optional<Console> console;
  private final LocalServer server;

  private FunctionsHost(Builder builder) {
    this.functions = FunctionScan.of(builder.basePackage);
    this.objects = builder.objects;
    this.settings = builder.settings;
    this.host = builder.host;
    this.console = builder.console;
    this.routes = new RouteTable(functions, settings);
    this.server = listen(host, builder.port);
  }

  private LocalServer listen(String host, int port) {
    try {
      return LocalServer.http("functions-host", host, port, this::handle);
    } catch (UncheckedIOException e) {
      throw CannotStartException.cannotListen("the Functions development host", e);
    }
  }

  /**
   * A host for the functions of a package, yet to be started.
   *
   * @param basePackage is scanned, with the packages below it, for {@code @FunctionName}
   * @param objects makes a new object of a function class; called for every call of a function
   */
  public static Builder of(String basePackage, Function<Class<?>, Object> objects) {
    return new Builder(basePackage, objects);
  }

  /** Where the routes begin: {@code http://localhost:7071/api}, without a slash at the end. */
  public URI baseUri() {
    var root = "http://" + host + ":" + server.port();
    return URI.create(
        settings.routePrefix().isEmpty() ? root : root + "/" + settings.routePrefix());
  }

  /**
   * Describes what is served, sorted by function name: {@code "GetIdentity: GET
   * api/users/{userId}/identity"}, and for timers the schedule: {@code "Tick: timer 0 0 * * * *"}.
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
   * Calls a timer's function now, in the caller's thread.
   *
   * @throws IllegalArgumentException when there is no timer of that name
   * @throws IllegalStateException around whatever the function throws
   */
  public void runTimer(String name) {
    var timer =
        functions.stream()
            .filter(function -> function.name().equalsIgnoreCase(name))
            .filter(function -> function.timerTrigger().isPresent())
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("There is no timer named " + name));
    try {
      timer.call(
          objects,
          new FunctionMethod.Call(null, FunctionsHost::noBinding, Invocation.of(timer, null)));
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(timer.name() + " failed.", e.getCause());
    }
  }

  /** Stops listening at once; requests under way lose their connection. */
  @Override
  public void close() {
    server.close();
  }

  private void handle(HttpExchange exchange) {
    try (exchange) {
      var rawPath = exchange.getRequestURI().getRawPath();
      var match = routes.find(exchange.getRequestMethod(), RequestPath.parse(rawPath));
      if (match.isEmpty() && console.isPresent() && Console.serves(rawPath)) {
        console.get().handle(exchange);
      } else {
        respond(exchange, match).send(exchange, settings.customHeaders());
      }
    } catch (IOException e) {
      LOG.log(Level.FINE, "The client went away.", e);
    }
  }

  private HostResponse respond(HttpExchange exchange, Optional<RouteTable.Match> match)
      throws IOException {
    // A wrong method too: the host takes methods for part of the route
    // (azure-functions-host#10098).
    return match.isPresent()
        ? invoke(match.get(), IncomingRequest.read(exchange))
        : HostResponse.bare(404);
  }

  private HostResponse invoke(RouteTable.Match match, IncomingRequest request) {
    var function = match.function();
    FunctionMethod.Bindings bindings =
        name -> {
          var value = match.parameters().getOrDefault(name, request.query().get(name));
          return value == null ? noBinding(name) : value;
        };
    try {
      var result =
          function.call(
              objects,
              new FunctionMethod.Call(
                  new WorkerRequest(request),
                  bindings,
                  Invocation.of(function, request.headers().get("traceparent"))));
      return HostResponse.of(asMessage(result));
    } catch (InvocationTargetException e) {
      LOG.log(Level.SEVERE, function.name() + " failed.", e.getCause());
    } catch (RuntimeException | LinkageError e) {
      LOG.log(
          Level.SEVERE, function.name() + " cannot be called, or its response cannot be sent.", e);
    }
    return HostResponse.bare(500);
  }

  private static @Nullable HttpResponseMessage asMessage(@Nullable Object result) {
    if (result == null || result instanceof HttpResponseMessage) {
      return (HttpResponseMessage) result;
    }
    throw new IllegalArgumentException(
        "The development host sends HttpResponseMessage only, not " + result.getClass().getName());
  }

  private static String noBinding(String name) {
    throw new IllegalArgumentException("There is no value for @BindingName(\"" + name + "\").");
  }

  /** Builds a {@link FunctionsHost}. */
  public static final class Builder {
    private final String basePackage;
    private final Function<Class<?>, Object> objects;
    private HostSettings settings = HostSettings.DEFAULT;
    private String host = "localhost";
    private int port;
    private Optional<Console> console = Optional.empty();

    private Builder(String basePackage, Function<Class<?>, Object> objects) {
      this.basePackage = basePackage;
      this.objects = objects;
    }

    /**
     * Takes the route prefix and the custom headers from a {@code host.json}.
     *
     * @throws CannotStartException when it cannot be read
     */
    public Builder hostJson(Path file) {
      settings = HostSettings.read(file);
      return this;
    }

    /**
     * Sets where to listen.
     *
     * @param newHost a name or address of this machine; {@code localhost} unless set
     * @param newPort 0, the default, for a free one
     */
    public Builder listenOn(String newHost, int newPort) {
      host = newHost;
      port = newPort;
      return this;
    }

    /** Serves a page for people where the Functions host has a home page of its own. */
    Builder console(Console newConsole) {
      console = Optional.of(newConsole);
      return this;
    }

    /**
     * Scans the package and starts to serve.
     *
     * @throws CannotStartException when the port is taken, there is no function, or one has
     *     parameters or a route that this host does not know
     */
    public FunctionsHost start() {
      return new FunctionsHost(this);
    }
  }
}
