package dev.acstoken.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A tile of the dashboard that {@code workbook.bicep} deploys.
 *
 * @param series the columns that a chart draws; empty for a table
 * @param group the column whose values a chart draws as one series each; empty if it has none
 * @param empty the text for a query that returns nothing
 */
record DashboardTile(
    String title,
    Query query,
    String visualization,
    String time,
    List<String> series,
    String group,
    int width,
    String empty) {

  private static final Path SAMPLES = Path.of("src", "test", "resources", "dashboard");

  /** Returns the tiles in their order. */
  static List<DashboardTile> all() {
    return BicepFile.named("app/workbook.bicep")
        .variable("tiles")
        .value()
        .items()
        .map(DashboardTile::of)
        .toList();
  }

  private static DashboardTile of(BicepValue tile) {
    return new DashboardTile(
        tile.at("title").text(),
        Query.loadedBy(tile.at("query")),
        tile.at("visualization").text(),
        tile.at("chart", "xAxis").text(),
        tile.at("chart", "yAxis").items().map(BicepValue::text).toList(),
        tile.at("chart", "group").text(),
        Integer.parseInt(tile.at("width").text()),
        tile.at("empty").text());
  }

  /** Returns the columns that a chart needs. */
  List<String> chartColumns() {
    return Stream.concat(Stream.of(time, group), series.stream())
        .filter(it -> !it.isEmpty())
        .toList();
  }

  /** Returns the file with a sample of what the query returns. */
  Path sampleFile() {
    return SAMPLES.resolve(query.name().replace(".kql", ".csv"));
  }

  /** Returns the sample. No value of it contains a comma. */
  Sample sample() {
    try {
      var lines =
          Files.readAllLines(sampleFile()).stream().map(it -> List.of(it.split(",", -1))).toList();
      return new Sample(lines.get(0), lines.subList(1, lines.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Columns and rows that the query of a tile may return. */
  record Sample(List<String> columns, List<List<String>> rows) {

    String value(List<String> row, String column) {
      return row.get(columns.indexOf(column));
    }
  }
}
