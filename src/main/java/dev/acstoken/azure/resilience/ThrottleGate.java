package dev.acstoken.azure.resilience;

import dev.acstoken.azure.acs.AcsErrorTranslator;
import dev.acstoken.identity.Failure;
import dev.acstoken.identity.IdentityException;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Calls of one kind, which ACS limits together. After it has throttled one, the others are not sent
 * until it allows them: sent at once they would be refused too, and count against the limit.
 */
public final class ThrottleGate {

  // ACS counts in windows of 30 s, so a longer wait is not its limit's.
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final LongSupplier nanoTime;
  private volatile long end;

  public ThrottleGate() {
    this(System::nanoTime);
  }

  ThrottleGate(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.end = nanoTime.getAsLong();
  }

  /**
   * Makes the call, unless there is a pause.
   *
   * @throws IdentityException with {@link Failure#ACS_THROTTLED} and the rest of the pause
   */
  public <T> T call(Supplier<T> call) {
    Duration rest = Duration.ofNanos(end - nanoTime.getAsLong());
    if (!rest.isNegative() && !rest.isZero()) {
      throw AcsErrorTranslator.throttled(rest, null);
    }
    try {
      return call.get();
    } catch (IdentityException e) {
      if (e.failure() == Failure.ACS_THROTTLED) {
        begin(e.retryAfter().orElse(Duration.ZERO));
      }
      throw e;
    }
  }

  private void begin(Duration retryAfter) {
    Duration pause = retryAfter.compareTo(LONGEST) > 0 ? LONGEST : retryAfter;
    end = nanoTime.getAsLong() + pause.toNanos();
  }
}
