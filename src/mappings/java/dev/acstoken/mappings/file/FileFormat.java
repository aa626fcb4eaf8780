package dev.acstoken.mappings.file;

import java.nio.file.Path;
import java.util.Locale;

/** The formats of files of mappings. */
public enum FileFormat {
  /** Values separated by commas. The first line names the columns. */
  CSV,
  /** One JSON object in each line. */
  JSON_LINES;

  /**
   * Returns the format of a file by the ending of its name.
   *
   * @throws FileRefusedException for any other ending
   */
  public static FileFormat of(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".csv")) {
      return CSV;
    }
    if (name.endsWith(".jsonl")) {
      return JSON_LINES;
    }
    throw new FileRefusedException(
        "The file %s ends neither with .csv nor with .jsonl.".formatted(file));
  }
}
