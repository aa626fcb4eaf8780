package dev.acstoken.identity;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The end of one request's time budget, shared by every attempt that the request makes. Measured on
 * a clock that is never set back.
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

  /** Returns a deadline on a clock that counts nanoseconds. */
  public static Deadline in(Duration budget, LongSupplier nanoTime) {
    return new Deadline(nanoTime, nanoTime.getAsLong() + budget.toNanos());
  }

  /** Returns an earlier deadline, so that this much of the budget is left when it passes. */
  Deadline leaving(Duration rest) {
    return new Deadline(nanoTime, end - rest.toNanos());
  }

  /** Returns what is left of the budget; zero when it is used up, never negative. */
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, end - nanoTime.getAsLong()));
  }

  public boolean hasPassed() {
    return remaining().isZero();
  }
}
