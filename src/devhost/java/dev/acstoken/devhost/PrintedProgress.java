package dev.acstoken.devhost;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Prints a line for each part: {@code Starting Azurite ... 1.3 s}. The line begins when the part
 * does. On a terminal it also counts the seconds, so that a long download does not look stuck.
 */
final class PrintedProgress implements Progress {
  private static final double NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();

  private final PrintStream out;
  private final boolean isTerminal;
  private final LongSupplier nanoTime;

  /** Creates a progress that prints to standard output. */
  PrintedProgress() {
    this(System.out, Terminal.isStandardOutput(), System::nanoTime);
  }

  PrintedProgress(PrintStream out, boolean isTerminal, LongSupplier nanoTime) {
    this.out = out;
    this.isTerminal = isTerminal;
    this.nanoTime = nanoTime;
  }

  @Override
  public <T> T during(String part, Supplier<T> work) {
    long start = nanoTime.getAsLong();
    var line = part + " ... ";
    print(line);
    var counter = Executors.newSingleThreadScheduledExecutor(PrintedProgress::daemon);
    if (isTerminal) {
      var unused =
          counter.scheduleAtFixedRate(
              () -> print("\r" + line + elapsed(start)), 2, 1, TimeUnit.SECONDS);
    }
    var outcome = "failed after ";
    try {
      var result = work.get();
      outcome = "";
      return result;
    } finally {
      stop(counter);
      print((isTerminal ? "\r" + line : "") + outcome + elapsed(start) + System.lineSeparator());
    }
  }

  private void print(String text) {
    out.print(text);
    out.flush();
  }

  private String elapsed(long start) {
    double seconds = (nanoTime.getAsLong() - start) / NANOS_PER_SECOND;
    return String.format(Locale.ROOT, seconds < 10 ? "%.1f s" : "%.0f s", seconds);
  }

  private static Thread daemon(Runnable work) {
    var thread = new Thread(work, "progress");
    thread.setDaemon(true);
    return thread;
  }

  // The counter prints nothing more when this returns.
  private static void stop(ScheduledExecutorService counter) {
    counter.shutdownNow();
    try {
      var unused = counter.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
