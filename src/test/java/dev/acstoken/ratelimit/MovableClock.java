package dev.acstoken.ratelimit;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;

/** A clock that stands still until a test advances it. */
final class MovableClock implements TimeMeter {
  private long nanos;

  void advance(Duration time) {
    nanos += time.toNanos();
  }

  @Override
  public long currentTimeNanos() {
    return nanos;
  }

  @Override
  public boolean isWallClockBased() {
    return false;
  }
}
