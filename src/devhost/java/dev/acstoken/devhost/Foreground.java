package dev.acstoken.devhost;

import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Function;

/** Runs a {@code main}. */
final class Foreground {
  private Foreground() {}

  /**
   * Starts a program with these arguments and serves until Ctrl-C or SIGTERM, then closes the
   * program. If it cannot start, prints the reason on standard error without a stack trace and ends
   * the JVM with exit code 1.
   */
  static void run(String[] args, Function<Arguments, AutoCloseable> start) {
    runOnce(
        args,
        arguments -> {
          var started = new Closer();
          Runtime.getRuntime().addShutdownHook(new Thread(started::close, "stop"));
          started.add(start.apply(arguments));
          System.out.println("Press Ctrl-C to stop.");
          awaitStop();
        });
  }

  /**
   * Runs a program with these arguments to its end. If it fails, prints the reason on standard
   * error without a stack trace and ends the JVM with exit code 1.
   */
  static void runOnce(String[] args, Consumer<Arguments> program) {
    DirectLoopback.apply();
    try {
      var arguments = Arguments.parse(System.getenv(), args);
      if (arguments.help()) {
        System.out.println(Arguments.HELP);
      } else {
        program.accept(arguments);
      }
    } catch (IllegalArgumentException | CannotStartException e) {
      fail(String.valueOf(e.getMessage()));
    } catch (WalkthroughFailedException e) {
      fail("The walkthrough failed. " + e.getMessage());
    }
  }

  private static void fail(String reason) {
    System.err.println("\n" + reason);
    System.exit(1);
  }

  private static void awaitStop() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
