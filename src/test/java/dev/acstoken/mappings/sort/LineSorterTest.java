package dev.acstoken.mappings.sort;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineSorterTest {

  @Test
  void sortsMoreLinesThanOneBlockHolds() throws IOException {
    List<String> lines =
        new ArrayList<>(
            IntStream.range(0, 400_000).mapToObj(i -> "%08x é".formatted(i * 7)).toList());
    lines.add(lines.get(5));
    List<String> shuffled = new ArrayList<>(lines);
    Collections.shuffle(shuffled, new Random(1));
    Collections.sort(lines);

    assertEquals(lines, sort(shuffled));
  }

  @Test
  void sortsNoLine() throws IOException {
    assertEquals(List.of(), sort(List.of()));
  }

  @Test
  void deletesItsFiles() throws IOException {
    TemporaryFolder folder = TemporaryFolder.create();
    try (LineSorter sorter = new LineSorter(folder)) {
      sorter.add("b");
      sorter.sort().close();
    }
    folder.close();
    folder.close();

    assertFalse(Files.exists(folder.path()));
  }

  @Test
  void aSortCanBeStopped() throws IOException {
    try (TemporaryFolder folder = TemporaryFolder.create();
        LineSorter sorter = new LineSorter(folder)) {
      sorter.add("b");
      sorter.add("a");

      assertThrows(CancellationException.class, () -> sorter.sort(() -> true));
    }
  }

  private static List<String> sort(List<String> lines) throws IOException {
    List<String> read = new ArrayList<>();
    try (TemporaryFolder folder = TemporaryFolder.create();
        LineSorter sorter = new LineSorter(folder)) {
      for (String line : lines) {
        sorter.add(line);
      }
      try (LineSorter.SortedLines sorted = sorter.sort()) {
        assertEquals(sorted.peek(), sorted.peek());
        for (Optional<String> line = sorted.read(); line.isPresent(); line = sorted.read()) {
          read.add(line.get());
        }
      }
    }
    return read;
  }
}
