package dev.acstoken.infra;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Verifies that the dashboard runs the queries of the runbook, and that its page shows it. */
class DashboardTest {

  private static final Path PAGE = Path.of("docs", "reference", "dashboard.md");

  /** The fields of events and the columns of tables that name a user or a request of a user. */
  private static final Pattern NAMES_A_USER =
      Pattern.compile(
          "\\b(user|caller|identity|scopes|requestId|traceparent|found|expected|Url|UserId)\\b");

  /** Numbers of users, and the declaration of fields. */
  private static final Pattern HARMLESS =
      Pattern.compile(
          "parse-kv Message as \\([^)]*\\)"
              + "|dcount\\(user\\)"
              + "|dcountif\\(caller, (isnotempty\\(caller\\)|outcome == \"\\w+\")\\)");

  private final List<DashboardTile> tiles = DashboardTile.all();

  @Test
  void theTilesAreInTheOrderInWhichAnOperatorLooks() {
    assertEquals(
        List.of(
            "requests",
            "outcomes",
            "dependencies",
            "dependencies",
            "throttling",
            "creations",
            "reasons",
            "recovery",
            "instances"),
        tiles.stream().map(it -> it.query().name().replace(".kql", "")).toList());
  }

  @Test
  void noTileNamesAUser() {
    assertAll(
        tiles.stream()
            .map(it -> () -> assertEquals(List.of(), namesOfUsers(it.query().statements()))));
  }

  @Test
  void aTileThatWouldNameAUserIsFound() {
    var query =
        """
        AppTraces
        | parse-kv Message as (user: string) with (pair_delimiter=' ', kv_delimiter='=')
        | summarize Users = dcount(user), Example = take_any(user)
        """;

    assertEquals(List.of("user"), namesOfUsers(query));
  }

  /** The time range of the dashboard limits them. A second limit would contradict it. */
  @Test
  void theQueriesOfTheTilesHaveNoTimeRangeOfTheirOwn() {
    assertAll(
        tiles.stream()
            .map(it -> () -> assertFalse(it.query().statements().contains("ago("), it.title())));
  }

  /** A workbook replaces a name in braces by the value of a parameter. */
  @Test
  void theQueriesOfTheTilesHaveNoBraces() {
    assertAll(
        tiles.stream().map(it -> () -> assertFalse(it.query().text().contains("{"), it.title())));
  }

  @Test
  void aTileWithoutDataSaysWhatThatMeans() {
    assertAll(tiles.stream().map(it -> () -> assertTrue(it.empty().endsWith("."), it.title())));
  }

  @Test
  void theCompiledWorkbookHasTheQueriesAndTheTimeRange() throws Exception {
    var snapshot =
        BicepCompiler.find()
            .snapshot(
                "workbook",
                """
                using '../../../infra/app/workbook.bicep'
                param location = 'westeurope'
                param tags = { 'azd-env-name': 'test' }
                param workspaceId = '/subscriptions/s/resourceGroups/g/providers/p/workspaces/w'
                """);
    assertEquals("", snapshot.refusal());
    var properties = snapshot.resources().get(0).at("properties");
    var workbook = new ObjectMapper().readTree(properties.at("serializedData").text());
    var items = StreamSupport.stream(workbook.path("items").spliterator(), false).toList();

    assertEquals("TimeRange", items.get(0).at("/content/parameters/0/name").asText());
    assertEquals(
        tiles.stream().map(it -> it.query().text()).toList(),
        items.stream().skip(1).map(it -> it.at("/content/query").asText()).toList());
    assertAll(
        items.stream()
            .skip(1)
            .map(it -> it.path("content"))
            .map(it -> () -> assertRunsInTheWorkspace(it, properties.at("sourceId").text())));
  }

  @Test
  void thePageDescribesEveryTileInOrder() throws Exception {
    var page = Files.readString(PAGE);
    int from = 0;
    for (DashboardTile tile : tiles) {
      var row =
          "| %s | [%s](../../infra/queries/%s) |"
              .formatted(
                  tile.title(), tile.query().name().replace(".kql", ""), tile.query().name());
      int at = page.indexOf(row, from);
      assertTrue(at >= 0, row);
      from = at;
    }
  }

  @Test
  void thePreviewIsDrawnFromTheTilesAndTheSampleData() throws Exception {
    if (System.getProperty("writePages") != null) {
      DashboardPreview.write(tiles);
    }
    assertEquals(
        DashboardPreview.fingerprint(tiles),
        DashboardPreview.committedFingerprint(),
        "draw it again: mvn test \"-Dtest=DashboardTest\" -DwritePages");
    assertTrue(Files.readString(PAGE).contains("](../images/dashboard.png)"));
  }

  @Test
  void everySampleIsOfATile() throws Exception {
    try (Stream<Path> files = Files.list(tiles.get(0).sampleFile().getParent())) {
      assertEquals(
          tiles.stream().map(DashboardTile::sampleFile).distinct().sorted().toList(),
          files.sorted().toList());
    }
  }

  private static void assertRunsInTheWorkspace(JsonNode tile, String workspace) {
    assertEquals("TimeRange", tile.path("timeContextFromParameter").asText());
    assertEquals(workspace, tile.at("/crossComponentResources/0").asText());
    assertEquals("microsoft.operationalinsights/workspaces", tile.path("resourceType").asText());
  }

  private static List<String> namesOfUsers(String query) {
    return NAMES_A_USER
        .matcher(HARMLESS.matcher(query).replaceAll(""))
        .results()
        .map(it -> it.group(1))
        .toList();
  }
}
