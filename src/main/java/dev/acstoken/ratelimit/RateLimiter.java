package dev.acstoken.ratelimit;

import dev.acstoken.concurrent.LruCache;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.User;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;

/**
 * Limits each caller with a token bucket. The buckets are in the memory of this process, so each
 * instance of the app allows a caller the full rate. The least recently seen callers are evicted,
 * and start with a full bucket again.
 */
public final class RateLimiter {

  // About 10 MB when full.
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
   * @throws ServiceException with {@link ErrorCode#RATE_LIMITED} if the bucket is empty
   */
  public void acquire(User caller) {
    var probe =
        buckets.computeIfAbsent(caller, user -> newBucket()).tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      throw new ServiceException(
          ErrorCode.RATE_LIMITED,
          "You have sent too many token requests. Wait as long as Retry-After says.",
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
