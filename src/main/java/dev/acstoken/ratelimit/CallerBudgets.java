package dev.acstoken.ratelimit;

import dev.acstoken.identity.User;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A token bucket for each caller, in this process's memory: several instances give a caller several
 * times as much. Of the callers that were not seen for longest some are forgotten, and begin with a
 * full bucket.
 */
public final class CallerBudgets {

  // Some 10 MB when full, which takes as many callers within minutes.
  private static final int MOST_CALLERS = 20_000;

  private final RateLimit limit;
  private final TimeMeter clock;
  private final Map<User, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<User, Bucket> eldest) {
          return size() > MOST_CALLERS;
        }
      };

  public CallerBudgets(RateLimit limit) {
    this(limit, TimeMeter.SYSTEM_MILLISECONDS);
  }

  CallerBudgets(RateLimit limit, TimeMeter clock) {
    this.limit = limit;
    this.clock = clock;
  }

  /**
   * Takes one request from the caller's budget.
   *
   * @throws RateLimitedException if there is none left
   */
  public void spend(User caller) {
    var probe = bucketOf(caller).tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      throw new RateLimitedException(Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }
  }

  private Bucket bucketOf(User caller) {
    synchronized (buckets) {
      return buckets.computeIfAbsent(caller, it -> newBucket());
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
