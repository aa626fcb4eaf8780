package dev.acstoken.auth.keys;

import java.time.Duration;

/**
 * The fetches that unverified tokens may cause: a token bucket of two, which is refilled in 30 s.
 * Times are durations since an arbitrary origin.
 *
 * <p>It is not safe for use by several threads. The monitor of {@link KeyRefresher} guards it.
 */
final class FetchAllowance {

  private static final int CAPACITY = 2;
  private static final Duration INTERVAL = Duration.ofSeconds(15);

  private Duration fullAt = Duration.ZERO;
  private boolean isUnused = true;

  /** Returns the time until the next fetch is permitted: zero if it is permitted now. */
  Duration untilNext(Duration now) {
    Duration wait = fullAt.minus(INTERVAL.multipliedBy(CAPACITY - 1L)).minus(now);
    return isUnused || wait.isNegative() ? Duration.ZERO : wait;
  }

  /** Counts a fetch. */
  void use(Duration now) {
    fullAt = (isUnused || fullAt.compareTo(now) < 0 ? now : fullAt).plus(INTERVAL);
    isUnused = false;
  }
}
