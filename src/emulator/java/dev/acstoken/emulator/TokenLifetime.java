package dev.acstoken.emulator;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The lifetime that every new token gets in place of the requested one, if one is set. Tokens that
 * already exist keep their own.
 */
final class TokenLifetime {

  private static final int MAX_SECONDS = 86_400;

  private volatile Optional<Duration> fixed;

  TokenLifetime(Optional<Duration> fixed) {
    this.fixed = fixed;
  }

  void set(Optional<Duration> lifetime) {
    fixed = lifetime;
  }

  /** Returns when a token expires that is issued now. */
  Instant expiry(Instant now, Instant requested) {
    return fixed.map(now::plus).orElse(requested);
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("seconds", fixed.map(Duration::toSeconds).orElse(null));
    return json;
  }

  /**
   * Reads the body of a request of the control API.
   *
   * @throws IllegalArgumentException with a message for the client
   */
  static Duration parse(Map<?, ?> json) {
    if (json.size() == 1
        && json.get("seconds") instanceof Integer seconds
        && seconds >= 1
        && seconds <= MAX_SECONDS) {
      return Duration.ofSeconds(seconds);
    }
    throw new IllegalArgumentException(
        "The body must be {\"seconds\": n} with a whole number from 1 to " + MAX_SECONDS);
  }
}
