package dev.acstoken.mappings;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A report in CSV. The file exists only if there is something to report. Only its owner may read
 * it, because it contains the ids of users.
 */
final class ReportFile implements AutoCloseable {

  private static final String FORMULA_STARTS = "=+-@";

  private final Path file;
  private final List<String> columns;
  private @Nullable CsvWriter writer;
  private long lines;

  private ReportFile(Path file, List<String> columns) {
    this.file = file;
    this.columns = columns;
  }

  /**
   * Returns the path of a report.
   *
   * @param chosen the path that the user has chosen; null for the file of the command with an
   *     ending
   * @param file the file of the command
   * @throws CommandFailedException if the report would replace that file
   */
  static Path pathOf(@Nullable Path chosen, Path file, String ending) throws IOException {
    Path report = chosen == null ? file.resolveSibling(file.getFileName() + ending) : chosen;
    if (realPath(report).equals(realPath(file))) {
      throw new CommandFailedException(
          ExitCode.USAGE, "--report must be another file than %s.".formatted(file));
    }
    return report;
  }

  private static Path realPath(Path file) throws IOException {
    Path absolute = file.toAbsolutePath().normalize();
    if (Files.exists(absolute)) {
      return absolute.toRealPath();
    }
    Path folder = absolute.getParent();
    return folder != null && Files.exists(folder)
        ? folder.toRealPath().resolve(absolute.getFileName())
        : absolute;
  }

  /**
   * Begins a report in place of an earlier one.
   *
   * @throws CommandFailedException as {@link #removeFormer} does
   */
  static ReportFile begin(Path file, String... columns) throws IOException {
    removeFormer(file, columns);
    return new ReportFile(file, Arrays.asList(columns));
  }

  /**
   * Removes an earlier report with the same columns, if there is one.
   *
   * @throws CommandFailedException if the file is anything else, which nobody wants to lose
   */
  static void removeFormer(Path file, String... columns) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !isReport(file, columns)) {
      throw new CommandFailedException(
          ExitCode.USAGE,
          "%s exists and is not a report of this command. Name another file with --report."
              .formatted(file));
    }
    Files.deleteIfExists(file);
  }

  private static boolean isReport(Path file, String... columns) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    byte[] header = String.join(",", columns).getBytes(UTF_8);
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(header.length), header);
    }
  }

  void add(String... values) {
    try {
      if (writer == null) {
        writer =
            CsvWriter.builder().build(Files.newBufferedWriter(PrivateFile.create(file), UTF_8));
        writer.writeRecord(columns);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    writer.writeRecord(Arrays.stream(values).map(ReportFile::asText).toList());
    lines++;
  }

  // People open reports in a spreadsheet, which would take such a value for a formula.
  private static String asText(String value) {
    return !value.isEmpty() && FORMULA_STARTS.indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
  }

  long lines() {
    return lines;
  }

  Path file() {
    return file;
  }

  @Override
  public void close() throws IOException {
    if (writer != null) {
      writer.close();
      writer = null;
    }
  }
}
