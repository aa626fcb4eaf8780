package dev.acstoken.ratelimit;

/**
 * The number of token requests that a caller may send.
 *
 * @param perMinute requests per minute in the long run, at least 1
 * @param burst requests at once, at least 1
 */
public record RateLimit(int perMinute, int burst) {

  public RateLimit {
    if (perMinute < 1 || burst < 1) {
      throw new IllegalArgumentException("A rate limit must allow at least one request.");
    }
  }
}
