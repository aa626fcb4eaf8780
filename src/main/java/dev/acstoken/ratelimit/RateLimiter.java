package dev.acstoken.ratelimit;

import dev.acstoken.concurrent.LruCache;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.User;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;

/**
 * A token bucket for each caller, in this process's memory: several instances allow a caller
 * several times as much. The callers that were not seen for longest are evicted, and start with a
 * full bucket again.
 */
public final class RateLimiter {

  // Some 10 MB when full, which takes as many callers within minutes.
  private static final int MAX_CALLERS = 20_000;

  private final RateLimit limit;
  private final TimeMeter clock;
  private final LruCache<User, Bucket> buckets = new LruCache<>(MAX_CALLERS);

  public RateLimiter(RateLimit limit) {
    this(limit, TimeMeter.SYSTEM_MILLISECONDS);
  }

  RateLimiter(RateLimit limit, TimeMeter clock) {
    this.limit = limit;
    this.clock = clock;
  }

  /**
   * Takes one request from the caller's bucket.
   *
   * @throws ServiceException with {@link ErrorCode#RATE_LIMITED} if there is none left
   */
  public void acquire(User caller) {
    var probe =
        buckets.computeIfAbsent(caller, user -> newBucket()).tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      throw new ServiceException(
          ErrorCode.RATE_LIMITED,
          "You have used up your token requests.",
          Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }
  }

  private Bucket newBucket() {
    return Bucket.builder()
        .withCustomTimePrecision(clock)
        .addLimit(
            bucket ->
                bucket
                    .capacity(limit.burst())
                    .refillGreedy(limit.perMinute(), Duration.ofMinutes(1)))
        .build();
  }
}
