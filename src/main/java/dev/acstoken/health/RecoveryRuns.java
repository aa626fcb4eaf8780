package dev.acstoken.health;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;

/**
 * Remembers when the recovery timer last ran on this instance. An instance that never runs it is
 * healthy, because the Functions host runs a timer on one instance only.
 */
public final class RecoveryRuns {

  private final InstantSource clock;
  private volatile String note;

  public RecoveryRuns(InstantSource clock) {
    this.clock = clock;
    this.note = "no run since this instance started at " + now();
  }

  /** Runs recovery and remembers when, and whether it failed. */
  public <T> T record(Supplier<T> recovery) {
    boolean isDone = false;
    try {
      T result = recovery.get();
      isDone = true;
      return result;
    } finally {
      note = (isDone ? "last run at " : "last run failed at ") + now();
    }
  }

  /** Returns when recovery last ran, for people. */
  public String note() {
    return note;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }
}
