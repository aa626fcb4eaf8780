package dev.acstoken.load;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How much load, and where to: read from system properties, each {@code -Dload.<name>=…}.
 *
 * @param endpoint where the routes begin
 * @param issuer of the development host, who gives anyone a bearer token; unused with {@code
 *     tokens}
 * @param tokens a file with a bearer token in each line, for an endpoint with a real issuer
 * @param usersPerSecond who arrive in each second once the ramp is over, 1 to 200
 * @param ramp how long it takes to get there
 * @param hold how long it then stays so, an hour at most
 * @param refreshes how often each user refreshes, 0 to 100
 * @param pause between a user's requests: a token's lifetime, shortened
 */
record Profile(
    URI endpoint,
    URI issuer,
    Optional<Path> tokens,
    int usersPerSecond,
    Duration ramp,
    Duration hold,
    int refreshes,
    Duration pause) {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  static Profile ofSystemProperties() {
    var profile =
        new Profile(
            URI.create(text("endpoint", "http://localhost:7071/api")),
            URI.create(text("issuer", "http://localhost:7072")),
            Optional.of(text("tokens", "")).filter(it -> !it.isEmpty()).map(Path::of),
            number("usersPerSecond", 10, 1, 200),
            Duration.ofSeconds(number("rampSeconds", 10, 0, 600)),
            Duration.ofSeconds(number("holdSeconds", 20, 1, 3600)),
            number("refreshes", 3, 0, 100),
            Duration.ofSeconds(number("pauseSeconds", 2, 0, 3600)));
    profile.requirePermission();
    return profile;
  }

  /** The end of it, whatever is still under way. */
  Duration longest() {
    return ramp.plus(hold).plus(pause.multipliedBy(refreshes)).plusSeconds(30);
  }

  // Somebody else's endpoint is not loaded by a slip of the pen: its name has to be said twice.
  private void requirePermission() {
    String host = String.valueOf(endpoint.getHost());
    if (!LOOPBACK.contains(host) && !host.equals(text("allowHost", ""))) {
      throw new IllegalArgumentException(
          host + " is not this machine. If it may be loaded: -Dload.allowHost=" + host);
    }
  }

  private static int number(String name, int unlessSet, int least, int most) {
    int number = Integer.parseInt(text(name, "" + unlessSet));
    if (number < least || number > most) {
      throw new IllegalArgumentException("load." + name + " is from " + least + " to " + most);
    }
    return number;
  }

  private static String text(String name, String unlessSet) {
    return System.getProperty("load." + name, unlessSet).strip();
  }
}
