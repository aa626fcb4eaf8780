package dev.acstoken.infra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Fake {@code az} and {@code azd} commands. They are scripts that keep their state as files in one
 * folder, {@code $STATE}.
 */
record FakeAzure(Path folder) {

  static final String APP_ID = "11111111-2222-3333-4444-555555555555";

  static FakeAzure in(Path folder, String az, String azd) throws IOException {
    for (var command : Map.of("az", az, "azd", azd).entrySet()) {
      var file = Files.writeString(folder.resolve(command.getKey()), command.getValue());
      if (!file.toFile().setExecutable(true)) {
        throw new IOException(file + " cannot be marked as executable.");
      }
    }
    return new FakeAzure(folder);
  }

  /** Runs a script of the project with the fake commands first in its {@code PATH}. */
  ShellScript run(String script) throws IOException, InterruptedException {
    return ShellScript.run(
        script,
        Map.of(
            "PATH", folder + ":" + System.getenv("PATH"), "STATE", "" + folder, "APP_ID", APP_ID));
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
