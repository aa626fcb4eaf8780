package dev.acstoken.http;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.acstoken.identity.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Verifies that docs/reference/problems.md has each code once, with its status. */
class ProblemsPageTest {

  private static final Path PAGE = Path.of("docs", "reference", "problems.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d{3}) \\| `(\\w+)` \\|");

  @Test
  void thePageHasEachCodeWithItsStatus() throws IOException {
    var rows =
        ROW.matcher(Files.readString(PAGE))
            .results()
            .map(row -> row.group(2) + " " + row.group(1))
            .toList();

    assertEquals(
        Stream.of(ErrorCode.values())
            .map(code -> code.code() + " " + ProblemStatus.of(code).value())
            .collect(toCollection(TreeSet::new))
            .stream()
            .toList(),
        rows.stream().sorted().toList());
  }
}
