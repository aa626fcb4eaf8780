package dev.acstoken.mappings;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A run of a script in {@code src/mappings/scripts}.
 *
 * @param printed the standard output and the standard error, interleaved
 */
record Script(int exitCode, String printed) {

  private static final Path FOLDER = Path.of("src", "mappings", "scripts");

  static Script run(String name, Map<String, String> environment, Object... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("node", FOLDER.resolve(name).toString()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      String printed = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException(name + " did not end:\n" + printed);
      }
      return new Script(process.exitValue(), printed);
    } finally {
      process.destroyForcibly();
    }
  }
}
