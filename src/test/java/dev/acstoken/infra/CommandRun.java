package dev.acstoken.infra;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The result of running a command.
 *
 * @param printed the standard output and the standard error, interleaved
 */
record CommandRun(int exitCode, String printed) {

  /** Runs a shell script of the project with these variables in addition to the environment. */
  static CommandRun ofScript(String script, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("sh", Path.of(script).toAbsolutePath().toString()));
    command.addAll(List.of(arguments));
    return of(Path.of("."), environment, command);
  }

  /** Runs a command in a folder with these variables in addition to the environment. */
  static CommandRun of(Path folder, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    var process = builder.start();
    try {
      process.getOutputStream().close();
      var printed =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException(command + " did not end:\n" + printed);
      }
      return new CommandRun(process.exitValue(), printed);
    } finally {
      process.destroyForcibly();
    }
  }

  String lastLine() {
    return printed.lines().reduce((first, second) -> second).orElse("");
  }
}
