package dev.acstoken.azure.resilience;

import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A circuit breaker for one kind of call, to which a dependency applies one rate limit. After the
 * dependency has throttled a call, further calls fail without being sent until {@code Retry-After}
 * has passed. If they were sent, they would be throttled too and would count against the limit.
 */
public final class ThrottleGate {

  // ACS counts requests in windows of 30 s, so its limit never requires a longer wait.
  private static final Duration MAX_WAIT = Duration.ofSeconds(30);

  private final LongSupplier nanoTime;
  private volatile @Nullable Throttled throttled;

  public ThrottleGate() {
    this(System::nanoTime);
  }

  ThrottleGate(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Makes the call, unless an earlier one was throttled.
   *
   * @throws ServiceException the failure of the call; if an earlier call was throttled, a copy of
   *     that failure with the remaining time to wait
   */
  public <T> T call(Supplier<T> call) {
    failWhileThrottled();
    try {
      return call.get();
    } catch (ServiceException e) {
      if (e.code().category() == ErrorCode.Category.THROTTLED) {
        Duration wait = e.retryAfter().orElse(Duration.ZERO);
        Duration bounded = wait.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : wait;
        throttled = new Throttled(nanoTime.getAsLong() + bounded.toNanos(), e);
      }
      throw e;
    }
  }

  private void failWhileThrottled() {
    Throttled current = throttled;
    if (current == null) {
      return;
    }
    Duration rest = Duration.ofNanos(current.end() - nanoTime.getAsLong());
    if (rest.isNegative() || rest.isZero()) {
      throttled = null;
      return;
    }
    throw current.failure().shared(rest);
  }

  private record Throttled(long end, ServiceException failure) {}
}
