package dev.acstoken.devhost;

import dev.acstoken.app.LazyApplication;
import java.lang.reflect.Constructor;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * The whole endpoint on this machine: the functions over HTTP, with the {@link Emulators} in place
 * of Azure, and the {@link Console}. Its {@code main} runs the {@link Walkthrough} once, prints
 * commands to paste, and serves until it is stopped.
 */
public final class DevelopmentHost implements AutoCloseable {
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
          var development = start(arguments);
          System.out.println(development.introduction());
          new Walkthrough(
                  development.host.baseUri(),
                  development.emulators.issuer().issuer(),
                  System.out::println)
              .run();
          System.out.println(development.commands());
          return development;
        });
  }

  /**
   * Starts the emulators and the endpoint on them.
   *
   * @throws CannotStartException when something cannot start; the rest is stopped again
   */
  static DevelopmentHost start(Arguments arguments) {
    var emulators = Emulators.start(arguments);
    try {
      var application = emulators.newApplication();
      return new DevelopmentHost(
          emulators,
          functions(() -> application)
              .console(new Console(emulators, HostSettings.read(HOST_JSON)))
              .listenOn(arguments.host(), arguments.endpointPort())
              .start());
    } catch (RuntimeException e) {
      emulators.close();
      throw e;
    }
  }

  /** Starts all of it on free ports. */
  public static DevelopmentHost onFreePorts() {
    return start(new Arguments("localhost", 0, 0, 0, 0, false));
  }

  /** Serves the functions over HTTP, found by their annotations, on a free port. */
  public static FunctionsHost serve(Supplier<LazyApplication> application) {
    return functions(application).start();
  }

  private static FunctionsHost.Builder functions(Supplier<LazyApplication> application) {
    return FunctionsHost.of(FUNCTIONS, type -> newFunction(type, application.get()))
        .hostJson(HOST_JSON);
  }

  /** The URL that the routes begin with. */
  public URI baseUri() {
    return host.baseUri();
  }

  /** The URL of the console. */
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

  // The worker uses the public constructor, which reads this process's environment variables; here
  // it is the one that the tests use.
  private static Object newFunction(Class<?> type, LazyApplication application) {
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(LazyApplication.class);
      constructor.setAccessible(true);
      return constructor.newInstance(application);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " has no constructor that takes an application.", e);
    }
  }

  private String introduction() {
    return """

        The ACS token endpoint, all of it on this machine

          endpoint   %s
        %s

        Console: %s
        """
        .formatted(host.baseUri(), emulators.addresses(), console());
  }

  private String commands() {
    return """

        Your turn. A bearer token for any user, and for an admin:

          TOKEN=$(curl -s '%1$s/token?user=alice')
          ADMIN=$(curl -s '%1$s/token?user=olivia&roles=Identity.Admin')

        An ACS token, for all scopes or for some; who is who; the end of it:

          curl -s -X POST %2$s/users/me/tokens -H "Authorization: Bearer $TOKEN"
          curl -s %2$s/users/me/tokens -H "Authorization: Bearer $TOKEN" \\
            -H 'Content-Type: application/json' -d '{"scopes": ["chat"], "expiresInMinutes": 60}'
          curl -s %2$s/users/alice/identity -H "Authorization: Bearer $ADMIN"
          curl -s -X POST %2$s/users/me/tokens/refresh -H "Authorization: Bearer $TOKEN"
          curl -si -X DELETE %2$s/users/me/tokens -H "Authorization: Bearer $TOKEN"
          curl -si -X DELETE %2$s/users/me/identity -H "Authorization: Bearer $TOKEN"

        A Teams user's token of Entra ID for one of ACS:

          TEAMS=$(curl -s '%1$s/teams-token?user=alice')
          curl -s %2$s/users/me/teams-tokens -H "Authorization: Bearer $TOKEN" \\
            -H 'Content-Type: application/json' -d "{\\"teamsUserToken\\": \\"$TEAMS\\"}"

        Is the endpoint well, and what does the emulator see:

          curl -s %2$s/health
          curl -sk %3$s/emulator/identities
        """
        .formatted(emulators.issuer().issuer(), host.baseUri(), emulators.acs().endpoint());
  }
}
