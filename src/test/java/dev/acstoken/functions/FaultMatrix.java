package dev.acstoken.functions;

import static java.util.stream.Collectors.joining;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** The results of all cases as two tables: faults that pass, and faults that last. */
record FaultMatrix(List<FaultResult> results) {

  /** What is expected: status, code and creations. */
  String answers() {
    return tables(FaultResult::answer);
  }

  /** The same with the seconds that it took. */
  String answersAndSeconds() {
    return tables(FaultResult::answerAndSeconds);
  }

  private String tables(Function<FaultResult, String> cell) {
    int width = results.stream().map(cell).mapToInt(String::length).max().orElse(0) + 1;
    return table("One request fails", false, cell, Math.max(width, 8))
        + "\n"
        + table("It fails, and all after it", true, cell, Math.max(width, 8));
  }

  private String table(String title, boolean lasts, Function<FaultResult, String> cell, int width) {
    Map<String, StringBuilder> rows = new LinkedHashMap<>();
    for (FaultResult result : results) {
      if (result.of().lasts() == lasts) {
        rows.computeIfAbsent(result.of().row(), row -> new StringBuilder(row))
            .append(pad(cell.apply(result), width));
      }
    }
    return Stream.concat(
            Stream.of(
                head("%-46s".formatted(title), width, MatrixFault::title),
                head(
                    "%-46s".formatted("  seconds, less than"),
                    width,
                    fault -> Long.toString(fault.longest().toSeconds()))),
            rows.values().stream().map(StringBuilder::toString))
        .map(String::stripTrailing)
        .collect(joining("\n", "", "\n"));
  }

  private static String head(String title, int width, Function<MatrixFault, String> cell) {
    return Stream.of(MatrixFault.values())
        .map(fault -> pad(cell.apply(fault), width))
        .collect(joining("", title, ""));
  }

  private static String pad(String cell, int width) {
    return cell + " ".repeat(Math.max(1, width - cell.length()));
  }
}
