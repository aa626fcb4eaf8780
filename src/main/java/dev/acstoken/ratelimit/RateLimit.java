package dev.acstoken.ratelimit;

/**
 * How many token requests a caller may send.
 *
 * @param perMinute in the long run, at least 1
 * @param burst at once, at least 1
 */
public record RateLimit(int perMinute, int burst) {

  public RateLimit {
    if (perMinute < 1 || burst < 1) {
      throw new IllegalArgumentException("A caller has at least one request.");
    }
  }
}
