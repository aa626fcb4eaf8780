package dev.acstoken.infra;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.acstoken.ProjectFiles;
import dev.acstoken.devhost.NodePackages;
import dev.acstoken.interop.Interop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * Binds every query to the tables of the workspace with Kusto's own language service: syntax,
 * tables, columns, functions and types. The columns are those of the public reference.
 */
@Interop
class KustoQueriesTest {

  private static final Path FOLDER = Path.of("src", "test", "node", "kusto");

  /** A query in code marks. In a table of Markdown, its bars are escaped. */
  private static final Pattern IN_A_PAGE =
      Pattern.compile("`((?:App|ACS|Storage)\\w+ \\\\?\\|[^`]*)`");

  /** What the language service says about a query: its problems and the columns of its result. */
  record Bound(List<String> problems, List<String> columns) {}

  @Test
  void everyQueryBindsToTheTablesOfTheWorkspace() throws Exception {
    var queries = Query.all().stream().collect(toMap(Query::name, Query::text));

    assertTrue(queries.size() > 25, queries.keySet()::toString);
    assertBound(bind(queries));
  }

  @Test
  void everyQueryInThePagesBinds() throws Exception {
    var queries = new TreeMap<String, String>();
    for (Path file : ProjectFiles.all()) {
      if (file.toString().endsWith(".md")) {
        IN_A_PAGE
            .matcher(Files.readString(file))
            .results()
            .map(it -> it.group(1).replace("\\|", "|"))
            .forEach(it -> queries.put(file + ": " + it, it));
      }
    }

    assertTrue(queries.size() > 2, queries.keySet()::toString);
    assertBound(bind(queries));
  }

  @Test
  void mistakesAreFound() throws Exception {
    var mistakes =
        Map.of(
            "AppTraces | where Mesage has 'x'", "column",
            "AppTraces | extend a = extract('x', 1, Mesage)", "column",
            "AppTraces | parse-kv Message as (a: int) with (pair_delimiter=' ') | where b == 1",
                "column",
            "AppTrace | take 1", "table",
            "AppTraces | summarize cuont()", "function",
            "AppTraces | where SeverityLevel startswith 'x'", "operator",
            "AppTraces | where", "expression");
    var bound = bind(mistakes.keySet().stream().collect(toMap(it -> it, it -> it)));

    assertAll(
        mistakes.entrySet().stream()
            .map(
                it ->
                    () ->
                        assertTrue(
                            String.join("\n", one(bound, it.getKey()).problems())
                                .contains(it.getValue()),
                            it.getKey())));
  }

  @Test
  void theChartsDrawColumnsThatTheirQueriesReturn() throws Exception {
    assertColumns(
        (tile, columns) ->
            assertTrue(new HashSet<>(columns).containsAll(tile.chartColumns()), tile.title()));
  }

  @Test
  void theSampleDataHasTheColumnsThatTheQueriesReturn() throws Exception {
    assertColumns((tile, columns) -> assertEquals(columns, tile.sample().columns(), tile.title()));
  }

  /** Checks each tile with the columns that its query returns. */
  private static void assertColumns(BiConsumer<DashboardTile, List<String>> check)
      throws IOException, InterruptedException {
    var bound = bind(queriesOfTiles());

    assertAll(
        DashboardTile.all().stream()
            .map(it -> () -> check.accept(it, one(bound, it.query().name()).columns())));
  }

  private static Bound one(Map<String, Bound> bound, String name) {
    return Optional.ofNullable(bound.get(name)).orElseThrow();
  }

  private static Map<String, String> queriesOfTiles() {
    return DashboardTile.all().stream()
        .map(DashboardTile::query)
        .distinct()
        .collect(toMap(Query::name, Query::text));
  }

  private static void assertBound(Map<String, Bound> queries) {
    assertAll(
        queries.entrySet().stream()
            .flatMap(
                it ->
                    Stream.<Executable>of(
                        () -> assertEquals(List.of(), it.getValue().problems(), it.getKey()),
                        () -> assertTrue(!it.getValue().columns().isEmpty(), it.getKey()))));
  }

  private static Map<String, Bound> bind(Map<String, String> queries)
      throws IOException, InterruptedException {
    var json = new ObjectMapper();
    var process =
        NodePackages.of(FOLDER)
            .script("bind.js")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var input = process.getOutputStream()) {
      json.writeValue(input, queries);
    }
    var bound = new TreeMap<String, Bound>();
    for (var it : json.readTree(process.getInputStream().readAllBytes()).properties()) {
      bound.put(it.getKey(), json.treeToValue(it.getValue(), Bound.class));
    }
    assertEquals(0, process.waitFor());
    assertEquals(queries.keySet(), bound.keySet());
    return bound;
  }
}
