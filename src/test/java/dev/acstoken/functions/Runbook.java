package dev.acstoken.functions;

import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The tables of docs/reference/runbook.md by heading, with their rows by the first cell. */
record Runbook(Map<String, Map<String, List<String>>> tables) {

  private static final Path FILE = Path.of("docs", "reference", "runbook.md");

  static Runbook read() {
    Map<String, Map<String, List<String>>> tables = new LinkedHashMap<>();
    for (String section : text().split("\n## ", -1)) {
      tables.put(section.lines().findFirst().orElse(""), rows(section));
    }
    return new Runbook(tables);
  }

  static String text() {
    try {
      return Files.readString(FILE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Map<String, List<String>> table(String heading) {
    var table = tables.get(heading);
    if (table == null || table.isEmpty()) {
      throw new AssertionError("The runbook has no table under " + heading);
    }
    return table;
  }

  private static Map<String, List<String>> rows(String section) {
    return section
        .lines()
        .filter(it -> it.startsWith("| "))
        .skip(1)
        .map(it -> Stream.of(it.substring(1, it.lastIndexOf('|')).split("\\|")))
        .map(cells -> cells.map(String::strip).toList())
        .collect(
            toMap(
                cells -> cells.get(0),
                cells -> cells.subList(1, cells.size()),
                (one, other) -> {
                  throw new AssertionError("Duplicate row: " + one);
                },
                LinkedHashMap::new));
  }

  /** Returns the texts in double quotes. */
  static List<String> quoted(String list) {
    return Pattern.compile("\"([^\"]*)\"").matcher(list).results().map(it -> it.group(1)).toList();
  }

  /** Returns the names in code marks of a cell. */
  static List<String> names(String cell) {
    return Arrays.stream(cell.split("`")).filter(it -> it.matches("[A-Za-z_-]+")).toList();
  }
}
