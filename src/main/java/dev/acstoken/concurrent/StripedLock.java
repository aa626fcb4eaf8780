package dev.acstoken.concurrent;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Runs work for the same key one after the other. Different keys seldom wait for each other. */
public final class StripedLock {

  private static final int STRIPES = 64;

  private final Lock[] stripes =
      Stream.generate(ReentrantLock::new).limit(STRIPES).toArray(Lock[]::new);

  /**
   * Runs work while no other work for the same key runs.
   *
   * @param maxWait the time to wait for other work
   * @return the result; empty if other work took too long, or if the thread was interrupted
   */
  public <T> Optional<T> call(Object key, Duration maxWait, Supplier<T> work) {
    Lock stripe = stripes[Math.floorMod(key.hashCode(), STRIPES)];
    if (!acquire(stripe, maxWait)) {
      return Optional.empty();
    }
    try {
      return Optional.of(work.get());
    } finally {
      stripe.unlock();
    }
  }

  private static boolean acquire(Lock lock, Duration maxWait) {
    try {
      return lock.tryLock(maxWait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
