package dev.acstoken.identity.protocol;

import java.time.Duration;
import java.util.function.Supplier;

/** Measures the time that passes in this process. */
@FunctionalInterface
interface Stopwatch {

  /**
   * Measures on two clocks and returns the longer time. The monotonic clock may stand still while
   * the machine is suspended, and the wall clock may be set back.
   */
  Stopwatch SYSTEM = Stopwatch::startOnSystem;

  /** Starts to measure, and returns how much time has passed since then. */
  Supplier<Duration> start();

  private static Supplier<Duration> startOnSystem() {
    long nanos = System.nanoTime();
    long millis = System.currentTimeMillis();
    return () ->
        longer(
            Duration.ofNanos(System.nanoTime() - nanos),
            Duration.ofMillis(System.currentTimeMillis() - millis));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
