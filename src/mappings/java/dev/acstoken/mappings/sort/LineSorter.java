package dev.acstoken.mappings.sort;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.code.externalsorting.ExternalSort;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sorts any number of lines in constant memory. Needs space for three times the lines in the folder
 * for temporary files.
 */
public final class LineSorter implements Closeable {

  // The library needs up to half of it for the strings of a block. Each block becomes a file, and
  // all of them are open while they are merged.
  private static final long MAX_MEMORY = 64L * 1024 * 1024;

  private final TemporaryFolder folder;
  private final Path unsorted;
  private final BufferedWriter writer;

  /** Creates a sorter that writes to a folder. Several sorters can share the folder. */
  public LineSorter(TemporaryFolder folder) throws IOException {
    this.folder = folder;
    unsorted = Files.createTempFile(folder.path(), "unsorted", ".txt");
    writer = Files.newBufferedWriter(unsorted, UTF_8);
  }

  /**
   * Adds a line.
   *
   * @param line a text without line breaks, which is not empty
   */
  public void add(String line) throws IOException {
    writer.append(line).append('\n');
  }

  /** Sorts the lines by their UTF-16 code units. No line can be added afterwards. */
  public SortedLines sort() throws IOException {
    return sort(() -> false);
  }

  /**
   * Sorts the lines unless a person wants the program to stop.
   *
   * @throws CancellationException if the sort was stopped
   */
  public SortedLines sort(BooleanSupplier isStopped) throws IOException {
    writer.close();
    Comparator<String> order = (one, other) -> compare(one, other, isStopped);
    File sorted = Files.createTempFile(folder.path(), "sorted", ".txt").toFile();
    var unused = ExternalSort.mergeSortedFiles(sortBlocks(order), sorted, order, UTF_8);
    Files.delete(unsorted);
    return new SortedLines(Files.newBufferedReader(sorted.toPath(), UTF_8));
  }

  private static int compare(String one, String other, BooleanSupplier isStopped) {
    if (isStopped.getAsBoolean()) {
      throw new CancellationException();
    }
    return one.compareTo(other);
  }

  private List<File> sortBlocks(Comparator<String> order) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(unsorted, UTF_8)) {
      return ExternalSort.sortInBatch(
          lines,
          Files.size(unsorted),
          order,
          ExternalSort.DEFAULTMAXTEMPFILES,
          MAX_MEMORY,
          UTF_8,
          folder.path().toFile(),
          false,
          0,
          false,
          false);
    }
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }

  /** The sorted lines, which are read once. */
  public static final class SortedLines implements Closeable {

    private final BufferedReader reader;
    private @Nullable String next;
    private boolean isPeeked;

    private SortedLines(BufferedReader reader) {
      this.reader = reader;
    }

    /** Returns the next line without reading it; empty at the end. */
    public Optional<String> peek() throws IOException {
      if (!isPeeked) {
        next = reader.readLine();
        isPeeked = true;
      }
      return Optional.ofNullable(next);
    }

    /** Reads the next line; empty at the end. */
    public Optional<String> read() throws IOException {
      Optional<String> line = peek();
      isPeeked = false;
      return line;
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }
}
