package dev.acstoken.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A JVM beside the benchmark's own, which responds to each line that it is sent with one line. */
final class Jvm implements AutoCloseable {

  /** The options that the Java worker starts its JVM with. */
  static final List<String> WORKERS_OPTIONS =
      List.of("-XX:TieredStopAtLevel=1", "-noverify", "-Djava.net.preferIPv4Stack=true");

  private static final Path BIN = Path.of(System.getProperty("java.home", ""), "bin");

  private final Process process;
  private final BufferedReader out;

  private Jvm(Process process) {
    this.process = process;
    this.out = process.inputReader(UTF_8);
  }

  /** Starts one with these options, class and arguments among them. */
  static Jvm start(List<String> options, Map<String, String> environment) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(BIN.resolve("java").toString());
    command.addAll(options);
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(environment);
    return new Jvm(builder.start());
  }

  /** The class path of the bench. */
  static List<String> classPath() {
    return List.of("-cp", System.getProperty("java.class.path", ""));
  }

  /** The next line that it prints. */
  String line() throws IOException {
    String line = out.readLine();
    if (line == null) {
      throw new IOException("The process ended.");
    }
    return line;
  }

  synchronized String ask(String text) {
    try {
      process.getOutputStream().write((text + "\n").getBytes(UTF_8));
      process.getOutputStream().flush();
      return line();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns what {@code jcmd} prints about it.
   *
   * @throws IOException if the bench does not run on a JDK
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

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
