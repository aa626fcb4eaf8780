package dev.acstoken.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Verifies that each row of the README's table says how its point is known, and names a test that
 * exists.
 */
class FidelityTableTest {

  private static final Path README = Path.of("src", "emulator", "README.md");
  private static final Set<String> KNOWN = Set.of("recorded", "documented", "chosen");
  private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");
  private static final Pattern SOURCE = Pattern.compile("\\[(\\d+)]");

  private record Row(String point, String known, String source, String test) {}

  @Test
  void everyRowSaysHowItIsKnown() throws IOException {
    List<Row> rows = rows();

    assertTrue(rows.size() > 30, rows::toString);
    assertEquals(
        List.of(),
        rows.stream().filter(row -> !KNOWN.contains(row.known())).map(Row::point).toList());
  }

  @Test
  void whatIsRecordedOrDocumentedHasASourceOfTheListAndWhatIsChosenHasNone() throws IOException {
    long sources =
        Files.readAllLines(README).stream().filter(it -> it.matches("\\d+\\. .+")).count();

    for (Row row : rows()) {
      Matcher source = SOURCE.matcher(row.source());
      assertEquals(!row.known().equals("chosen"), source.matches(), row.point());
      assertTrue(!source.matches() || Integer.parseInt(source.group(1)) <= sources, row::point);
    }
  }

  @Test
  void everyRowNamesATestThatExists() throws IOException {
    List<String> missing = new ArrayList<>();
    for (Row row : rows()) {
      Matcher test = TEST.matcher(row.test());
      if (!test.matches() || !exists(test.group(1), test.group(2))) {
        missing.add(row.point() + ": " + row.test());
      }
    }
    assertEquals(List.of(), missing);
  }

  private static boolean exists(String type, String method) {
    try {
      return Arrays.stream(Class.forName("dev.acstoken.emulator." + type).getDeclaredMethods())
          .anyMatch(declared -> declared.getName().equals(method));
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static List<Row> rows() throws IOException {
    return Files.readAllLines(README).stream()
        .dropWhile(line -> !line.startsWith("| point |"))
        .skip(2)
        .takeWhile(line -> line.startsWith("|"))
        .map(line -> line.split("\\|", -1))
        .map(cells -> new Row(cell(cells, 1), cell(cells, 3), cell(cells, 4), cell(cells, 5)))
        .toList();
  }

  private static String cell(String[] cells, int index) {
    return index < cells.length ? cells[index].strip() : "";
  }
}
