package dev.acstoken.mappings;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A report in CSV. The file exists only if there is something to report. Only its owner may read
 * it, because it contains the ids of users.
 */
final class ReportFile implements AutoCloseable {

  private final Path file;
  private final List<String> columns;
  private @Nullable CsvWriter writer;
  private long lines;

  private ReportFile(Path file, List<String> columns) {
    this.file = file;
    this.columns = columns;
  }

  /** Begins a report in place of an earlier one. */
  static ReportFile begin(Path file, String... columns) throws IOException {
    Files.deleteIfExists(file);
    return new ReportFile(file, Arrays.asList(columns));
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
    writer.writeRecord(values);
    lines++;
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
