package dev.acstoken.load;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * The amount of load and its target, read from the system properties {@code -Dload.<name>=…}.
 *
 * @param endpoint the URL that the routes begin with
 * @param issuer the issuer of the development host, which issues anyone a bearer token; not used
 *     with {@code tokens}
 * @param tokens a file with one bearer token per line, for an endpoint with a real issuer
 * @param usersPerSecond the number of users who arrive per second after the ramp, 1 to 200
 * @param ramp the time in which the arrival rate rises to {@code usersPerSecond}
 * @param hold the time for which the rate then stays constant, an hour at most
 * @param refreshes the number of refreshes per user, 0 to 100
 * @param pause the pause between a user's requests, which stands for a much longer token lifetime
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
            Optional.of(text("tokens", "")).filter(value -> !value.isEmpty()).map(Path::of),
            number("usersPerSecond", 5, 1, 200),
            Duration.ofSeconds(number("rampSeconds", 10, 0, 600)),
            Duration.ofSeconds(number("holdSeconds", 20, 1, 3600)),
            number("refreshes", 3, 0, 100),
            Duration.ofSeconds(number("pauseSeconds", 2, 0, 3600)));
    profile.requirePermission();
    return profile;
  }

  /** Returns the maximum duration. Users that are still active are then stopped. */
  Duration maxDuration() {
    return ramp.plus(hold).plus(pause.multipliedBy(refreshes)).plusSeconds(30);
  }

  // A typing error must not put load on somebody else's endpoint, so its host is named twice.
  private void requirePermission() {
    String host = String.valueOf(endpoint.getHost());
    if (!LOOPBACK.contains(host) && !host.equals(text("allowHost", ""))) {
      throw new IllegalArgumentException(
          host + " is not this machine. To put load on it, add -Dload.allowHost=" + host);
    }
  }

  private static int number(String name, int defaultValue, int min, int max) {
    int number = Integer.parseInt(text(name, "" + defaultValue));
    if (number < min || number > max) {
      throw new IllegalArgumentException("load." + name + " must be from " + min + " to " + max);
    }
    return number;
  }

  private static String text(String name, String defaultValue) {
    return System.getProperty("load." + name, defaultValue).strip();
  }
}
