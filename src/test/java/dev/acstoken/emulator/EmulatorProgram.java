package dev.acstoken.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The emulator's jar as a program that a test starts, with what it has printed. */
final class EmulatorProgram implements AutoCloseable {

  static final Path JAR = Path.of(System.getProperty("emulatorJar", ""));

  private static final String STARTED = "Press Ctrl-C to stop.";
  private static final Pattern CONNECTION_STRING = Pattern.compile("endpoint=\\S+;accesskey=.+");

  private final Process process;
  private final BufferedReader output;

  private EmulatorProgram(Process process) {
    this.process = process;
    this.output = process.inputReader(UTF_8);
  }

  static EmulatorProgram start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", JAR.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("ACS_EMULATOR_"));
    return new EmulatorProgram(builder.start());
  }

  /** Returns what it prints until it has started, or until it ends. */
  String printed() throws IOException {
    StringBuilder printed = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      printed.append(line).append('\n');
      if (line.equals(STARTED)) {
        break;
      }
    }
    return printed.toString();
  }

  static String connectionString(String printed) {
    Matcher found = CONNECTION_STRING.matcher(printed);
    assertTrue(found.find(), printed);
    return found.group();
  }

  /** Returns the value that it printed for an option or a variable of a client. */
  static String value(String name, String printed) {
    String value = Pattern.quote(name) + "=\"?([^\"\n]+)";
    Matcher found = Pattern.compile(value).matcher(printed);
    assertTrue(found.find(), printed);
    return found.group(1);
  }

  /** Waits for its end, and returns its exit code. */
  int awaitExit() throws InterruptedException {
    assertTrue(process.waitFor(20, TimeUnit.SECONDS), "The emulator does not end.");
    return process.exitValue();
  }

  /** Sends what Ctrl-C sends on POSIX systems. */
  void interrupt() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
