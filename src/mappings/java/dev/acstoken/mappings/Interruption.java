package dev.acstoken.mappings;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A request to stop, usually by Ctrl-C. A command looks at it between two lines, ends what it has
 * begun, and reports how far it came.
 */
final class Interruption {

  // Longer than a call to the table takes, unless it is retried.
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final CountDownLatch requested = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile Runnable cleanUp = () -> {};

  /** Returns whether the command has to stop. */
  boolean isRequested() {
    return requested.getCount() == 0;
  }

  /** Requests that the command stops, without waiting for it. */
  void request() {
    requested.countDown();
  }

  /** Waits for the given time, or until the command has to stop. */
  void sleep(Duration time) {
    await(requested, time);
  }

  /** Sets what is to be done if the process ends before the command has. */
  void beforeHalt(Runnable newCleanUp) {
    cleanUp = newCleanUp;
  }

  /** Ends the wait of {@link #haltWhenEnded}. */
  void commandEnded() {
    ended.countDown();
  }

  /**
   * Requests that the command stops, waits until it has, and ends the process with {@link
   * ExitCode#FAILED}. Must run in a shutdown hook, because the JVM would choose another exit code.
   */
  void haltWhenEnded() {
    request();
    await(ended, PATIENCE);
    try {
      cleanUp.run();
    } finally {
      Runtime.getRuntime().halt(ExitCode.FAILED.code());
    }
  }

  private static void await(CountDownLatch latch, Duration time) {
    try {
      var unused = latch.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
