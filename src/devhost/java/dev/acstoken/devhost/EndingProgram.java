package dev.acstoken.devhost;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A program that ends by itself, such as npm, with the programs that it has started.
 *
 * @param process the process, which has just been started
 * @param name its name in one word
 */
record EndingProgram(Process process, String name) {

  /**
   * Waits until the program has succeeded. All its processes have ended then, also after a failure.
   *
   * @param tooLong what to say if it does not end in time, before the last lines that it printed
   * @param failure what to say if it fails, before these lines
   * @throws CannotStartException if it does not end in time or fails
   */
  void await(Duration limit, String tooLong, String failure)
      throws IOException, InterruptedException {
    try {
      // It would wait for input that nobody gives.
      process.getOutputStream().close();
      var output = OutputTail.of(process, name);
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new CannotStartException(tooLong + "\n" + output.soFar());
      }
      if (process.exitValue() != 0) {
        throw new CannotStartException(failure + "\n" + output.afterExit());
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
