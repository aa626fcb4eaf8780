package dev.acstoken.mappings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Verifies that the script of the guide reads the mapping of Microsoft's authentication hero sample
 * from Microsoft Graph.
 */
class HeroSampleTest {

  private static final String ISSUER = "https://login.microsoftonline.com/tenant/v2.0";

  private static final List<String> PAGES =
      List.of(
          """
          [{"id": "user-1", "extensions": [
             {"@odata.type": "#microsoft.graph.openTypeExtension",
              "extensionName": "com.contoso.roamingSettings", "theme": "dark"},
             {"@odata.type": "#microsoft.graph.openTypeExtension",
              "extensionName": "com.contoso.identityMapping", "id": "com.contoso.identityMapping",
              "acsUserIdentity": "8:acs:resource_1"}]},
           {"id": "user-2", "extensions": []}]
          """,
          "[{\"id\": \"user-3\"}]",
          """
          [{"id": "user-4", "extensions": [
             {"extensionName": "com.contoso.identityMapping",
              "acsUserIdentity": "8:acs:resource_4"}]}]
          """);

  private static final List<String> LINES =
      List.of(
          line("user-1", "8:acs:resource_1"), //
          line("user-4", "8:acs:resource_4"));

  @TempDir Path folder;
  private FakeGraph graph;
  private Path file;

  @BeforeEach
  void startGraph() throws Exception {
    graph = new FakeGraph(PAGES);
    file = folder.resolve("users.jsonl");
  }

  @AfterEach
  void stopGraph() {
    graph.close();
  }

  @Test
  void theUsersOfAllPagesWithAnIdentityAreWritten() throws Exception {
    Script run = run(FakeGraph.TOKEN);

    assertEquals("Wrote 2 of 4 users to " + file + ".", run.printed());
    assertEquals(0, run.exitCode());
    assertEquals(LINES, Files.readAllLines(file));
  }

  @Test
  void aThrottledRequestIsRepeated() throws Exception {
    graph.failOnce(429);
    graph.failOnce(503);

    Script run = run(FakeGraph.TOKEN);

    assertEquals(0, run.exitCode());
    assertFalse(run.printed().contains("NaN"), run.printed());
    assertEquals(LINES, Files.readAllLines(file));
  }

  @Test
  void aRefusalWritesNoFileThatLooksComplete() throws Exception {
    Script run = run("no-token");

    assertEquals(1, run.exitCode());
    assertTrue(run.printed().contains("Graph responded with 401"), run.printed());
    assertFalse(Files.exists(file));
  }

  private Script run(String token) throws Exception {
    return Script.run(
        "read-hero-sample.mjs",
        Map.of("GRAPH_TOKEN", token),
        "--issuer",
        ISSUER,
        "--out",
        file,
        "--graph",
        graph.url());
  }

  private static String line(String user, String identity) {
    return "{\"issuer\":\"%s\",\"userId\":\"%s\",\"communicationUserId\":\"%s\"}"
        .formatted(ISSUER, user, identity);
  }
}
