package dev.acstoken.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A separate process that a test starts, with its output line by line. */
public final class ForeignProgram implements AutoCloseable {

  // Long, because it only has to end a test that would otherwise hang.
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final String END = "\0end of the output";

  private final Process process;
  private final Thread reader;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final List<String> skipped = new ArrayList<>();
  private final List<String> all = Collections.synchronizedList(new ArrayList<>());

  private ForeignProgram(Process process) {
    this.process = process;
    reader = new Thread(this::readLines, "output of a foreign program");
    reader.setDaemon(true);
    reader.start();
  }

  public static ForeignProgram start(ProcessBuilder command) {
    try {
      return new ForeignProgram(command.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs the program to its end and returns its output. Fails if the exit code is not 0. */
  public static String run(ProcessBuilder command) throws InterruptedException {
    return run(command, TIMEOUT);
  }

  static String run(ProcessBuilder command, Duration timeout) throws InterruptedException {
    try (var program = start(command)) {
      int exit = program.awaitExit(timeout);
      program.reader.join();
      if (exit != 0) {
        throw new AssertionError("The program ended with exit code " + exit + ":\n" + program.all);
      }
      return String.join("\n", program.all);
    }
  }

  /** Waits for the first line that contains the pattern and was not returned before. */
  public String awaitLine(String pattern) throws InterruptedException {
    return awaitLine(pattern, TIMEOUT);
  }

  /**
   * Waits as {@link #awaitLine(String)} does.
   *
   * @param timeout how long to wait for each line of the program
   */
  public synchronized String awaitLine(String pattern, Duration timeout)
      throws InterruptedException {
    var wanted = Pattern.compile(pattern).asPredicate();
    for (String line : skipped) {
      if (wanted.test(line)) {
        skipped.remove(line);
        return line;
      }
    }
    while (true) {
      String line = lines.poll(timeout.toSeconds(), TimeUnit.SECONDS);
      if (line == null || line.equals(END)) {
        throw new AssertionError("No line contains " + pattern + " in:\n" + all);
      }
      if (wanted.test(line)) {
        return line;
      }
      skipped.add(line);
    }
  }

  /** Writes a line to the program's standard input. */
  public void writeLine(String line) throws IOException {
    Writer input = process.outputWriter(StandardCharsets.UTF_8);
    input.write(line + "\n");
    input.flush();
  }

  /** Waits for the program to end, and returns its exit code. */
  public int awaitExit() throws InterruptedException {
    return awaitExit(TIMEOUT);
  }

  /** Waits for the program to end, whatever its exit code is, and returns its output. */
  public String awaitEnd() throws InterruptedException {
    awaitExit();
    reader.join();
    return String.join("\n", all);
  }

  private int awaitExit(Duration timeout) throws InterruptedException {
    if (!process.waitFor(timeout.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("The program does not end. It printed:\n" + all);
    }
    return process.exitValue();
  }

  /** Asks the program and every process that it started to end, and gives them time to clean up. */
  public void end() throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    process.waitFor(10, TimeUnit.SECONDS);
  }

  /** Kills the program and every process that it started. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private void readLines() {
    try (var output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      output
          .lines()
          .forEach(
              line -> {
                all.add(line);
                lines.add(line);
              });
    } catch (IOException | UncheckedIOException e) {
      // The program was killed while it printed.
    }
    lines.add(END);
  }
}
