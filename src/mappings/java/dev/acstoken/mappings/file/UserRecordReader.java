package dev.acstoken.mappings.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads a file of mappings, one line at a time and in constant memory. */
public final class UserRecordReader implements Closeable {

  private final LineReader lines;
  private final Function<String, Map<Field, String>> format;
  private final UserRecordParser parser;

  private UserRecordReader(
      LineReader lines, Function<String, Map<Field, String>> format, UserRecordParser parser) {
    this.lines = lines;
    this.format = format;
    this.parser = parser;
  }

  /**
   * Opens a file and reads its header, if it has one.
   *
   * @throws FileRefusedException if the file as a whole cannot be read
   * @throws IOException if the file does not exist or cannot be read
   */
  public static UserRecordReader open(Path file, InstantSource clock) throws IOException {
    FileFormat format = FileFormat.of(file);
    LineReader lines = new LineReader(Files.newInputStream(file));
    try {
      return new UserRecordReader(
          lines,
          switch (format) {
            case CSV -> new CsvLines(header(lines))::read;
            case JSON_LINES -> JsonLines::read;
          },
          new UserRecordParser(clock));
    } catch (IOException | RuntimeException e) {
      lines.close();
      throw e;
    }
  }

  private static String header(LineReader lines) throws IOException {
    Optional<TextLine> header = lines.read();
    while (header.filter(UserRecordReader::isEmpty).isPresent()) {
      header = lines.read();
    }
    if (header.isEmpty()) {
      throw new FileRefusedException("The file is empty.");
    }
    return text(header.get());
  }

  private static String text(TextLine header) {
    if (header instanceof TextLine.Decoded readable) {
      return readable.text();
    }
    throw new FileRefusedException(
        "The header cannot be read. " + ((TextLine.Rejected) header).reason());
  }

  private static boolean isEmpty(TextLine line) {
    return line instanceof TextLine.Decoded readable && readable.text().isBlank();
  }

  /** Reads the next line that is not empty; empty at the end of the file. */
  public Optional<Line> read() throws IOException {
    Optional<TextLine> line = lines.read();
    while (line.filter(UserRecordReader::isEmpty).isPresent()) {
      line = lines.read();
    }
    return line.map(this::parse);
  }

  private Line parse(TextLine line) {
    if (line instanceof TextLine.Decoded readable) {
      try {
        return new Line.Valid(line.number(), parser.parse(format.apply(readable.text())));
      } catch (RejectedLineException e) {
        return new Line.Rejected(line.number(), e.reason());
      }
    }
    return new Line.Rejected(line.number(), ((TextLine.Rejected) line).reason());
  }

  /** Returns the number of bytes that were read, for a display of progress. */
  public long position() {
    return lines.position();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
