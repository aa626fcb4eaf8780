package dev.acstoken.ratelimit;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;

/**
 * A number of requests per minute that is allowed in the long run, and a number that is allowed at
 * once. In any period, a token bucket with this limit allows at most the burst and what the period
 * adds to it.
 *
 * @param perMinute requests per minute in the long run, at least 1
 * @param burst requests at once, at least 1
 */
public record RateLimit(int perMinute, int burst) {

  private static final int SMALL_BURSTS_PER_MINUTE = 8;

  public RateLimit {
    if (perMinute < 1 || burst < 1) {
      throw new IllegalArgumentException("A rate limit must allow at least one request.");
    }
  }

  /** Returns a limit that allows the requests of a minute at once. */
  static RateLimit withFullBurst(int perMinute) {
    return new RateLimit(perMinute, perMinute);
  }

  /**
   * Returns a limit that allows an eighth of the requests of a minute at once. In any 30 seconds it
   * allows at most five eighths of them.
   */
  static RateLimit withSmallBurst(int perMinute) {
    return new RateLimit(perMinute, Math.max(1, perMinute / SMALL_BURSTS_PER_MINUTE));
  }

  /** Returns a full token bucket. */
  RequestBucket newBucket(TimeMeter clock) {
    return new RequestBucket(
        Bucket.builder()
            .withCustomTimePrecision(clock)
            .addLimit(
                bucket -> bucket.capacity(burst).refillGreedy(perMinute, Duration.ofMinutes(1)))
            .build());
  }
}
