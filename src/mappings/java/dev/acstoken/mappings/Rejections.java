package dev.acstoken.mappings;

import dev.acstoken.mappings.sort.LineSorter;
import dev.acstoken.mappings.sort.TemporaryFolder;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/**
 * The rejected lines of a file, of which there may be more than fit into the memory. They are added
 * in any order, by several threads, and read in the order of the file.
 */
final class Rejections implements Closeable {

  private static final int NUMBER_LENGTH = 19;

  private final LineSorter sorter;

  Rejections(TemporaryFolder folder) throws IOException {
    sorter = new LineSorter(folder);
  }

  synchronized void add(long number, String reason) throws IOException {
    sorter.add("%019d%s".formatted(number, reason.replace('\n', ' ')));
  }

  /** Returns all rejections. None can be added afterwards. */
  synchronized Sorted sort() throws IOException {
    return new Sorted(sorter.sort());
  }

  @Override
  public void close() throws IOException {
    sorter.close();
  }

  /**
   * A rejected line.
   *
   * @param number the number of the line
   * @param reason one or more sentences
   */
  record Rejection(long number, String reason) {}

  /** The rejected lines, of which each is read once. */
  static final class Sorted implements Closeable {

    private final LineSorter.SortedLines lines;

    private Sorted(LineSorter.SortedLines lines) {
      this.lines = lines;
    }

    /** Returns the number of the next rejected line without reading it; empty at the end. */
    Optional<Long> peekNumber() throws IOException {
      return lines.peek().map(Sorted::number);
    }

    /** Reads the next rejected line with all reasons for it; empty at the end. */
    Optional<Rejection> read() throws IOException {
      Optional<String> first = lines.read();
      if (first.isEmpty()) {
        return Optional.empty();
      }
      long number = number(first.get());
      StringBuilder reasons = new StringBuilder(reason(first.get()));
      while (peekNumber().filter(next -> next == number).isPresent()) {
        reasons.append(' ').append(reason(lines.read().orElseThrow()));
      }
      return Optional.of(new Rejection(number, reasons.toString()));
    }

    private static long number(String line) {
      return Long.parseLong(line, 0, NUMBER_LENGTH, 10);
    }

    private static String reason(String line) {
      return line.substring(NUMBER_LENGTH);
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }
}
