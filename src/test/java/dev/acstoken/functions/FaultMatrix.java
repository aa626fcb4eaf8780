package dev.acstoken.functions;

import static java.util.stream.Collectors.joining;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** The results of all cases, in two tables: faults of one request, and lasting faults. */
record FaultMatrix(List<FaultResult> results) {

  /** Renders each outcome with the seconds that it took. */
  String render() {
    return table("One request fails", false)
        + "\n"
        + table("One request and all later ones fail", true);
  }

  private String table(String title, boolean lasts) {
    int width = results.stream().map(FaultResult::cell).mapToInt(String::length).max().orElse(0);
    Map<String, Map<MatrixFault, FaultResult>> rows = new LinkedHashMap<>();
    for (FaultResult result : results) {
      if (result.faultCase().lasts() == lasts) {
        rows.computeIfAbsent(result.faultCase().row(), row -> new EnumMap<>(MatrixFault.class))
            .put(result.faultCase().fault(), result);
      }
    }
    return Stream.concat(
            Stream.of(
                head(title, width, MatrixFault::title),
                head(
                    "  time limit in seconds",
                    width,
                    fault -> Long.toString(fault.maxDuration().toSeconds()))),
            rows.entrySet().stream().map(row -> row.getKey() + cells(row.getValue(), width)))
        .map(String::stripTrailing)
        .collect(joining("\n", "", "\n"));
  }

  private static String cells(Map<MatrixFault, FaultResult> row, int width) {
    return Stream.of(MatrixFault.values())
        .map(fault -> row.containsKey(fault) ? row.get(fault).cell() : "")
        .map(cell -> pad(cell, width))
        .collect(joining());
  }

  private static String head(String title, int width, Function<MatrixFault, String> cell) {
    return Stream.of(MatrixFault.values())
        .map(fault -> pad(cell.apply(fault), width))
        .collect(joining("", "%-46s".formatted(title), ""));
  }

  private static String pad(String cell, int width) {
    return cell + " ".repeat(width + 1 - cell.length());
  }
}
