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

/** A program beside the tests' JVM that a test started, and what it prints, a line at a time. */
public final class ForeignProgram implements AutoCloseable {

  // Generous: it only has to end a test that would otherwise hang.
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final String END = "\0end of the output";

  private final Process process;
  private final Thread reader;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final List<String> passedOver = new ArrayList<>();
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

  /** Runs it to its end and gives what it printed; fails if it fails. */
  public static String run(ProcessBuilder command) throws InterruptedException {
    return run(command, TIMEOUT);
  }

  static String run(ProcessBuilder command, Duration patience) throws InterruptedException {
    try (var program = start(command)) {
      int exit = program.awaitExit(patience);
      program.reader.join();
      if (exit != 0) {
        throw new AssertionError("It ended with " + exit + ":\n" + program.all);
      }
      return String.join("\n", program.all);
    }
  }

  /** Waits for the first line, not yet given, in which the pattern is found. */
  public synchronized String awaitLine(String pattern) throws InterruptedException {
    var wanted = Pattern.compile(pattern).asPredicate();
    for (String line : passedOver) {
      if (wanted.test(line)) {
        passedOver.remove(line);
        return line;
      }
    }
    while (true) {
      String line = lines.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
      if (line == null || line.equals(END)) {
        throw new AssertionError("No line with " + pattern + " in:\n" + all);
      }
      if (wanted.test(line)) {
        return line;
      }
      passedOver.add(line);
    }
  }

  /** Writes a line to its standard input. */
  public void say(String line) throws IOException {
    Writer input = process.outputWriter(StandardCharsets.UTF_8);
    input.write(line + "\n");
    input.flush();
  }

  /** Waits for it to end by itself. */
  public int awaitExit() throws InterruptedException {
    return awaitExit(TIMEOUT);
  }

  private int awaitExit(Duration patience) throws InterruptedException {
    if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("It does not end; so far it printed:\n" + all);
    }
    return process.exitValue();
  }

  /** Ends it and whatever it started. */
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
      // It was ended while it printed.
    }
    lines.add(END);
  }
}
