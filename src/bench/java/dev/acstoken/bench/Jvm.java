package dev.acstoken.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A separate JVM that responds to each line of input with one line of output. */
final class Jvm implements AutoCloseable {

  /** The JVM options of the Java worker. */
  static final List<String> WORKERS_OPTIONS =
      List.of("-XX:TieredStopAtLevel=1", "-noverify", "-Djava.net.preferIPv4Stack=true");

  private static final Path BIN = Path.of(System.getProperty("java.home", ""), "bin");

  private final Process process;
  private final BufferedReader out;

  private Jvm(Process process) {
    this.process = process;
    this.out = process.inputReader(UTF_8);
  }

  /** Starts a JVM. The options include the main class and its arguments. */
  static Jvm start(Quota quota, List<String> options, Map<String, String> environment)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(BIN.resolve("java").toString());
    command.addAll(options);
    var builder =
        new ProcessBuilder(quota.limit(command)).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(environment);
    return new Jvm(builder.start());
  }

  /** Returns the options for the benchmark's class path. */
  static List<String> classPath() {
    return List.of("-cp", System.getProperty("java.class.path", ""));
  }

  /** Returns the next line that the JVM prints. */
  String line() throws IOException {
    String line = out.readLine();
    if (line == null) {
      throw new IOException("The process ended.");
    }
    return line;
  }

  synchronized String send(String text) {
    try {
      process.getOutputStream().write((text + "\n").getBytes(UTF_8));
      process.getOutputStream().flush();
      return line();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the CPU time of all threads since the start of the process. */
  Duration cpuTime() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /**
   * Returns the output of a {@code jcmd} command for this JVM.
   *
   * @throws IOException if the benchmark does not run on a JDK
   */
  List<String> jcmd(String command) throws IOException {
    return jcmd(process.pid(), command);
  }

  static List<String> jcmd(long pid, String command) throws IOException {
    Process jcmd =
        new ProcessBuilder(BIN.resolve("jcmd").toString(), Long.toString(pid), command).start();
    try (BufferedReader lines = jcmd.inputReader(UTF_8)) {
      return lines.lines().toList();
    }
  }

  /** Kills the JVM, and waits until it has ended. */
  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
