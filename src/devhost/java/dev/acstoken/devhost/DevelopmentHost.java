package dev.acstoken.devhost;

import dev.acstoken.app.LazyApplication;
import dev.acstoken.auth.Roles;
import dev.acstoken.settings.Setting;
import dev.acstoken.settings.SettingsException;
import dev.acstoken.settings.SettingsReader;
import java.lang.reflect.Constructor;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The whole endpoint on this machine: the functions over HTTP, the {@link Emulators} in place of
 * Azure, and the {@link Console}. Its {@code main} runs the {@link Walkthrough} once, prints
 * commands to paste, and serves until it is stopped.
 */
public final class DevelopmentHost implements AutoCloseable {
  /** The limit in bytes of a request's body, which the templates set for the deployed app, too. */
  public static final int REQUEST_BODY_LIMIT = 16_384;

  private static final String FUNCTIONS = "dev.acstoken.functions";
  private static final Path HOST_JSON = Path.of("host.json");

  private final Emulators emulators;
  private final FunctionsHost host;

  private DevelopmentHost(Emulators emulators, FunctionsHost host) {
    this.emulators = emulators;
    this.host = host;
  }

  public static void main(String[] args) {
    Foreground.run(
        args,
        arguments -> {
          var log = TerminalLog.install(arguments.verbose());
          GivenSettings.refusals(System.getenv()).forEach(System.err::println);
          var given = GivenSettings.in(System.getenv());
          var development = start(arguments, given, new PrintedProgress(), log);
          System.out.println(development.introduction());
          new NetworkNotice(
                  arguments.host(),
                  List.of(
                      new NetworkNotice.Server("endpoint", development.baseUri()),
                      new NetworkNotice.Server("issuer", development.emulators.issuer().issuer())))
              .text()
              .ifPresent(System.out::println);
          development.explain(given);
          log.open();
          return development;
        });
  }

  /**
   * Starts the emulators, and the endpoint that uses them.
   *
   * @throws CannotStartException when a part cannot start; the other parts are stopped again
   */
  static DevelopmentHost start(Arguments arguments) {
    return start(arguments, GivenSettings.NONE, Progress.SILENT, ServedRequest.Listener.NONE);
  }

  private static DevelopmentHost start(
      Arguments arguments,
      GivenSettings settings,
      Progress progress,
      ServedRequest.Listener listener) {
    var emulators = Emulators.start(arguments, progress);
    try {
      requireValid(settings.over(emulators.environment()));
      return new DevelopmentHost(
          emulators,
          progress.during(
              "Starting the endpoint", () -> endpoint(emulators, arguments, settings, listener)));
    } catch (RuntimeException e) {
      emulators.close();
      throw e;
    }
  }

  private static FunctionsHost endpoint(
      Emulators emulators,
      Arguments arguments,
      GivenSettings settings,
      ServedRequest.Listener listener) {
    var application = emulators.newApplication(settings);
    return functions(() -> application)
        .page(new Console(emulators, HostSettings.read(HOST_JSON), roles(settings)))
        .page(Demo.of(emulators.issuer().issuer(), HostSettings.read(HOST_JSON)))
        .origins(arguments.origins())
        .onServed(listener)
        .listenOn(arguments.host(), arguments.endpointPort())
        .start();
  }

  /** Starts all parts on free ports. */
  public static DevelopmentHost onFreePorts() {
    return onFreePorts(Map.of());
  }

  /** Starts everything on free ports, with some settings of the endpoint added or changed. */
  public static DevelopmentHost onFreePorts(Map<String, String> settings) {
    return start(
        Arguments.onFreePorts(),
        new GivenSettings(settings),
        Progress.SILENT,
        ServedRequest.Listener.NONE);
  }

  /** Serves the functions over HTTP on a free port. It finds them by their annotations. */
  public static FunctionsHost serve(Supplier<LazyApplication> application) {
    return functions(application).start();
  }

  private static FunctionsHost.Builder functions(Supplier<LazyApplication> application) {
    return FunctionsHost.of(FUNCTIONS, type -> newFunction(type, application.get()))
        .hostJson(HOST_JSON)
        .requestBodyLimit(REQUEST_BODY_LIMIT);
  }

  /** Returns the URL that the routes begin with. */
  public URI baseUri() {
    return host.baseUri();
  }

  /** Returns the URL of the demo page. */
  URI demo() {
    return host.baseUri().resolve(Demo.PREFIX);
  }

  /** Returns the URL of the console. */
  URI console() {
    return host.baseUri().resolve("/");
  }

  public Emulators emulators() {
    return emulators;
  }

  @Override
  public void close() {
    host.close();
    emulators.close();
  }

  // The worker uses the public constructor, which reads this process's environment variables. The
  // development host uses the one that the tests use.
  private static Object newFunction(Class<?> type, LazyApplication application) {
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(LazyApplication.class);
      constructor.setAccessible(true);
      return constructor.newInstance(application);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " has no constructor that takes an application.", e);
    }
  }

  private static Roles roles(GivenSettings settings) {
    return new Roles(
        role(Setting.AUTH_ADMIN_ROLE, settings), role(Setting.AUTH_INVITATION_ROLE, settings));
  }

  private static String role(Setting role, GivenSettings settings) {
    return settings.values().getOrDefault(role.name(), role.defaultValue().orElseThrow());
  }

  private static void requireValid(Map<String, String> settings) {
    try {
      var unused = SettingsReader.read(settings);
    } catch (SettingsException e) {
      throw new CannotStartException("The settings are not valid. " + e.problems(), e);
    }
  }

  // The walkthrough needs tokens of the local issuer.
  private void explain(GivenSettings given) {
    if (!given.values().isEmpty()) {
      System.out.println(
          "Settings from the environment: " + String.join(", ", given.values().keySet()) + "\n");
    }
    if (given.nameIssuers()) {
      System.out.println(commands().forOtherUsers());
    } else {
      walkThrough();
      System.out.println(commands().forLocalUsers());
    }
  }

  // A failure does not end the host: its log and the console help to find the reason.
  private void walkThrough() {
    try {
      new Walkthrough(host.baseUri(), emulators.issuer().issuer(), System.out::println).run();
    } catch (WalkthroughFailedException e) {
      System.out.println(
          "\nThe walkthrough failed, and the endpoint keeps running. " + e.getMessage());
    }
  }

  private String introduction() {
    return """

    The ACS token endpoint is running on this machine.

      console    %s
      demo       %s
      endpoint   %s
    %s
    """
        .formatted(console(), demo(), host.baseUri(), emulators.addresses());
  }

  private CommandsToTry commands() {
    return new CommandsToTry(
        Shell.current(), emulators.issuer().issuer(), host.baseUri(), emulators.acs().endpoint());
  }
}
