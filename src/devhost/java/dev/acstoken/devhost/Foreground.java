package dev.acstoken.devhost;

import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/** Runs a {@code main} that serves until it is stopped. */
final class Foreground {
  private Foreground() {}

  /**
   * Starts a program with these arguments and serves until Ctrl-C or SIGTERM, then closes the
   * program. If it cannot start, prints the reason on standard error without a stack trace and ends
   * the JVM with exit code 1.
   */
  static void run(String[] args, Function<Arguments, AutoCloseable> start) {
    DirectLoopback.apply();
    try {
      var arguments = Arguments.parse(System.getenv(), args);
      if (arguments.help()) {
        System.out.println(Arguments.HELP);
        return;
      }
      var started = new Closer();
      Runtime.getRuntime().addShutdownHook(new Thread(started::close, "stop"));
      started.add(start.apply(arguments));
      System.out.println("Press Ctrl-C to stop.");
      new CountDownLatch(1).await();
    } catch (IllegalArgumentException | CannotStartException e) {
      System.err.println("\n" + e.getMessage());
      System.exit(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
