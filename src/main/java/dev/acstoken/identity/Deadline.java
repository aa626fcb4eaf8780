package dev.acstoken.identity;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The end of a request's time budget. All calls of the request share the budget. It is measured on
 * a monotonic clock.
 */
public final class Deadline {

  private final LongSupplier nanoTime;
  private final long end;

  private Deadline(LongSupplier nanoTime, long end) {
    this.nanoTime = nanoTime;
    this.end = end;
  }

  public static Deadline in(Duration budget) {
    return in(budget, System::nanoTime);
  }

  /** Returns a deadline on the given nanosecond clock. */
  public static Deadline in(Duration budget, LongSupplier nanoTime) {
    return new Deadline(nanoTime, nanoTime.getAsLong() + budget.toNanos());
  }

  /** Returns an earlier deadline, which leaves this much of the budget unused. */
  Deadline leaving(Duration rest) {
    return new Deadline(nanoTime, end - rest.toNanos());
  }

  /** Returns the rest of the budget: zero when it is used up, never negative. */
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, end - nanoTime.getAsLong()));
  }

  public boolean hasPassed() {
    return remaining().isZero();
  }
}
