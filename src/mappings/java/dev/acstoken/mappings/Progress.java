package dev.acstoken.mappings;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.Supplier;

/** Prints now and then how far a command is whose end cannot be foreseen. */
final class Progress {

  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final PrintStream err;
  private long next = System.nanoTime() + INTERVAL.toNanos();

  Progress(Session session) {
    this.err = session.err();
  }

  /** Prints the text if the last one was printed some time ago. */
  void show(Supplier<String> text) {
    if (System.nanoTime() - next > 0) {
      err.println(text.get());
      next = System.nanoTime() + INTERVAL.toNanos();
    }
  }
}
