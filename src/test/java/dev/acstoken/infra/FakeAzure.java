package dev.acstoken.infra;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Fake {@code az} and {@code azd} commands. They are scripts that keep their state as files in one
 * folder, {@code $STATE}.
 */
record FakeAzure(Path folder) {

  static final String APP_ID = "11111111-2222-3333-4444-555555555555";

  /**
   * Reads variables from the file {@code values} and appends each change to {@code environment}. As
   * the real command, it prints on standard output that a variable is not set.
   */
  private static final String AZD =
      """
      #!/bin/sh
      case "$*" in
        'env get-value '*)
          sed -n "s/^$3 //p" "$STATE/values" | grep . && exit 0
          grep -q "^$3 " "$STATE/values" && exit 0
          echo "ERROR: key not found in environment values: '$3'"
          exit 1 ;;
        'env set '*) shift 2; echo "$*" >> "$STATE/environment" ;;
        *) echo "unexpected: azd $*" >&2; exit 9 ;;
      esac
      """;

  /**
   * Installs the commands.
   *
   * @param values the variables of the azd environment, each with its value after a space
   */
  static FakeAzure in(Path folder, String az, String... values) throws IOException {
    Files.write(folder.resolve("values"), List.of(values));
    for (var command : Map.of("az", az, "azd", AZD).entrySet()) {
      var file = Files.writeString(folder.resolve(command.getKey()), command.getValue());
      if (!file.toFile().setExecutable(true)) {
        throw new IOException(file + " cannot be marked as executable.");
      }
    }
    return new FakeAzure(folder);
  }

  /** Makes {@code az} end its lines with CRLF, as it does on Windows. */
  void endLinesWithCrLf() throws IOException {
    Files.move(file("az"), file("az-lf"));
    var az =
        """
        #!/bin/sh
        "$STATE/az-lf" "$@" > "$STATE/lf"
        code=$?
        sed 's/$/\\r/' "$STATE/lf"
        exit $code
        """;
    if (!Files.writeString(file("az"), az).toFile().setExecutable(true)) {
      throw new IOException("az cannot be marked as executable.");
    }
  }

  /** Runs a script of the project with the fake commands first in its {@code PATH}. */
  CommandRun run(String script, String... arguments) throws IOException, InterruptedException {
    return run(script, Map.of(), arguments);
  }

  CommandRun run(String script, Map<String, String> variables, String... arguments)
      throws IOException, InterruptedException {
    var environment = new HashMap<>(variables);
    environment.put("PATH", folder + File.pathSeparator + System.getenv("PATH"));
    environment.put("STATE", "" + folder);
    environment.put("APP_ID", APP_ID);
    return CommandRun.ofScript(script, environment, arguments);
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  String state(String name) throws IOException {
    return Files.readString(file(name));
  }

  boolean hasState(String name) {
    return Files.exists(file(name));
  }

  void writeState(String name, String text) throws IOException {
    Files.writeString(file(name), text);
  }
}
