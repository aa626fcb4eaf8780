package dev.acstoken.mappings;

import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import com.azure.json.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that adds settings from a file to those of the environment. */
final class SettingsOption {

  @Option(
      names = "--settings",
      paramLabel = "FILE",
      description =
          "A file like local.settings.json, whose values apply where the environment has none.")
  private @Nullable Path file;

  /** Returns the settings of the environment and those of the file. */
  Map<String, String> over(Map<String, String> environment) {
    Map<String, String> settings = new HashMap<>();
    if (file != null) {
      settings.putAll(read(file));
    }
    environment.forEach(
        (name, value) -> {
          if (!value.isBlank()) {
            settings.put(name, value);
          }
        });
    return settings;
  }

  // The message of the parser could show a secret.
  private static Map<String, String> read(Path file) {
    try (JsonReader json = JsonProviders.createReader(Files.readString(file))) {
      Map<String, String> values = new HashMap<>();
      json.readObject(
          root -> {
            while (root.nextToken() != JsonToken.END_OBJECT) {
              boolean isValues = root.getFieldName().equals("Values");
              root.nextToken();
              if (isValues) {
                values.putAll(root.readMap(JsonReader::getString));
              } else {
                root.skipChildren();
              }
            }
            return values;
          });
      return values;
    } catch (java.nio.file.FileSystemException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (IOException | RuntimeException e) {
      throw new CommandFailedException(
          ExitCode.USAGE, file + " is not a file like local.settings.json.");
    }
  }
}
