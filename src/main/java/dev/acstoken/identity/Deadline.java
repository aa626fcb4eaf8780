package dev.acstoken.identity;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The end of one request's time budget, shared by every attempt that the request makes. Measured on
 * a clock that is never set back. It goes wherever the request goes, and so does who watches it.
 */
public final class Deadline {

  private final LongSupplier nanoTime;
  private final long end;
  private final RequestObserver observer;

  private Deadline(LongSupplier nanoTime, long end, RequestObserver observer) {
    this.nanoTime = nanoTime;
    this.end = end;
    this.observer = observer;
  }

  public static Deadline in(Duration budget) {
    return in(budget, RequestObserver.NONE);
  }

  /** A deadline of a request that somebody watches. */
  public static Deadline in(Duration budget, RequestObserver observer) {
    return new Deadline(System::nanoTime, System.nanoTime() + budget.toNanos(), observer);
  }

  public static Deadline in(Duration budget, LongSupplier nanoTime) {
    return new Deadline(nanoTime, nanoTime.getAsLong() + budget.toNanos(), RequestObserver.NONE);
  }

  /** An earlier end, so that this much of the budget is left when it comes. */
  public Deadline leaving(Duration rest) {
    return new Deadline(nanoTime, end - rest.toNanos(), observer);
  }

  /** What is left of the budget; zero when it is used up, never negative. */
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, end - nanoTime.getAsLong()));
  }

  public boolean hasPassed() {
    return remaining().isZero();
  }

  /** Who watches what is done for the request. */
  public RequestObserver observer() {
    return observer;
  }
}
