package dev.acstoken.mappings;

import dev.acstoken.mappings.sort.LineSorter;
import dev.acstoken.mappings.sort.TemporaryFolder;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the lines of a file that have the same key, such as that of a user. */
final class Duplicates implements Closeable {

  // 128 bits of a hash are enough that two keys do not meet by chance.
  private static final int KEY_LENGTH = 32;

  private static final int MAX_SHOWN = 5;

  private final LineSorter sorter;
  private final String subject;

  /**
   * Creates a search.
   *
   * @param subject what the key identifies, such as {@code user}
   */
  Duplicates(String subject, TemporaryFolder folder) throws IOException {
    this.subject = subject;
    sorter = new LineSorter(folder);
  }

  /**
   * Adds a line.
   *
   * @param key a hash in hexadecimal digits
   */
  void add(String key, long number) throws IOException {
    sorter.add("%s%019d".formatted(key.substring(0, KEY_LENGTH), number));
  }

  /** Rejects every line whose key another line has, too. */
  void reject(Rejections rejections) throws IOException {
    try (LineSorter.SortedLines lines = sorter.sort()) {
      for (Optional<String> line = lines.read(); line.isPresent(); line = lines.read()) {
        if (isInGroup(lines.peek(), line.get())) {
          rejectGroup(line.get(), lines, rejections);
        }
      }
    }
  }

  // Only the first lines of a group are held, because all lines may be in one group.
  private void rejectGroup(String first, LineSorter.SortedLines lines, Rejections rejections)
      throws IOException {
    List<Long> shown = new ArrayList<>();
    shown.add(number(first));
    while (shown.size() <= MAX_SHOWN && isInGroup(lines.peek(), first)) {
      shown.add(number(lines.read().orElseThrow()));
    }
    for (long number : shown) {
      rejections.add(number, reason(number, shown));
    }
    while (isInGroup(lines.peek(), first)) {
      long number = number(lines.read().orElseThrow());
      rejections.add(number, reason(number, shown));
    }
  }

  private String reason(long number, List<Long> shown) {
    List<Long> others = shown.stream().filter(other -> other != number).toList();
    return "The same %s is in line%s %s%s."
        .formatted(
            subject,
            others.size() == 1 ? "" : "s",
            others.stream().limit(MAX_SHOWN).map(String::valueOf).collect(Collectors.joining(", ")),
            shown.size() > MAX_SHOWN ? " and more" : "");
  }

  private static boolean isInGroup(Optional<String> line, String first) {
    return line.filter(it -> it.startsWith(first.substring(0, KEY_LENGTH))).isPresent();
  }

  private static long number(String line) {
    return Long.parseLong(line, KEY_LENGTH, line.length(), 10);
  }

  @Override
  public void close() throws IOException {
    sorter.close();
  }
}
