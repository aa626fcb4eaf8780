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

/** The development host in a JVM of its own, on free ports, as a person starts it. */
final class HostProcess implements AutoCloseable {

  private static final long MAX_MILLIS = 180_000;

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
   * Starts the host.
   *
   * @param state the folder of its state
   * @param settings settings of the endpoint in its environment
   */
  static HostProcess start(Path state, Map<String, String> settings) throws IOException {
    var builder =
        new ProcessBuilder(
                JavaProgram.command(
                    DevelopmentHost.class,
                    "--state=" + state,
                    "--endpoint-port=0",
                    "--issuer-port=0",
                    "--emulator-port=0",
                    "--azurite-port=0"))
            .redirectErrorStream(true);
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.matches("(ACSTOKEN|AUTH|TOKEN|TEAMS|COMMUNICATION|TABLE)_.*"));
    builder.environment().putAll(settings);
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

  @Override
  public void close() throws IOException {
    timeout.cancel();
    process.destroy();
    output.close();
  }
}
