package dev.acstoken.azure.resilience;

import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A circuit breaker for calls of one kind, which a dependency limits together. After the dependency
 * has throttled a call, the gate fails the next ones until {@code Retry-After} has passed: sent at
 * once, they would be throttled too, and count against the limit.
 */
public final class ThrottleGate {

  // ACS counts in windows of 30 s, so a longer wait is not its limit's.
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
   * @throws ServiceException the earlier failure with the rest of its wait
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
