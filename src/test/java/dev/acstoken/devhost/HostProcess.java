package dev.acstoken.devhost;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.TimeUnit;

/** The development host in a JVM of its own, as a person starts it. */
final class HostProcess implements AutoCloseable {

  private static final long MAX_MILLIS = 180_000;
  private static final long MAX_END_SECONDS = 20;

  private final Process process;
  private final BufferedReader output;
  private final Timer timeout = new Timer("host timeout", true);

  private HostProcess(Process process) {
    this.process = process;
    this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    timeout.schedule(
        new TimerTask() {
          @Override
          public void run() {
            process.destroyForcibly();
          }
        },
        MAX_MILLIS);
  }

  /**
   * Starts the host on free ports.
   *
   * @param state the folder of its state
   * @param settings settings of the endpoint in its environment
   */
  static HostProcess start(Path state, Map<String, String> settings) throws IOException {
    return start(
        List.of(),
        List.of(
            "--state=" + state,
            "--endpoint-port=0",
            "--issuer-port=0",
            "--emulator-port=0",
            "--azurite-port=0"),
        settings);
  }

  /**
   * Starts the host.
   *
   * @param options options of its JVM
   * @param environment the variables that are added to this process's, except for settings
   */
  static HostProcess start(
      List<String> options, List<String> arguments, Map<String, String> environment)
      throws IOException {
    var builder =
        new ProcessBuilder(
                JavaProgram.command(
                    options, DevelopmentHost.class, arguments.toArray(String[]::new)))
            .redirectErrorStream(true);
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.matches("(ACSTOKEN|AUTH|TOKEN|TEAMS|COMMUNICATION|TABLE)_.*"));
    builder.environment().putAll(environment);
    return new HostProcess(builder.start());
  }

  /** Returns the lines that the host prints until it serves. */
  List<String> untilItServes() throws IOException {
    return until("Press Ctrl-C to stop.");
  }

  /** Returns the next lines, up to and including one with a text. */
  List<String> until(String text) throws IOException {
    List<String> lines = new ArrayList<>();
    do {
      String line = output.readLine();
      if (line == null) {
        throw new IllegalStateException(
            "The host ended, or printed no \"" + text + "\" in time:\n" + String.join("\n", lines));
      }
      lines.add(line);
    } while (!lines.get(lines.size() - 1).contains(text));
    return lines;
  }

  /** Ends the host as a power failure does, and waits for its end. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Stops the host, and waits for its end. */
  @Override
  public void close() throws IOException {
    timeout.cancel();
    process.destroy();
    // Otherwise it could wait for room in the pipe.
    output.close();
    process.onExit().completeOnTimeout(process, MAX_END_SECONDS, TimeUnit.SECONDS).join();
    kill();
  }
}
