package dev.acstoken.mappings;

import dev.acstoken.mappings.sort.LineSorter.SortedLines;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Groups sorted lines by their key, which ends at the first tab. */
final class KeyGroups implements Closeable {

  /** The maximum number of lines of a group, except for its last line. */
  static final int MAX_LINES = 16;

  private final SortedLines lines;

  KeyGroups(SortedLines lines) {
    this.lines = lines;
  }

  /**
   * Reads the next group. It contains the first lines with the key, and the last one; empty at the
   * end.
   */
  Optional<List<String>> next() throws IOException {
    Optional<String> line = lines.read();
    if (line.isEmpty()) {
      return Optional.empty();
    }
    String key = key(line.get());
    List<String> group = new ArrayList<>();
    group.add(line.get());
    while (lines.peek().filter(it -> key(it).equals(key)).isPresent()) {
      if (group.size() > MAX_LINES) {
        group.remove(MAX_LINES);
      }
      group.add(lines.read().orElseThrow());
    }
    return Optional.of(group);
  }

  private static String key(String line) {
    return line.substring(0, line.indexOf('\t'));
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
