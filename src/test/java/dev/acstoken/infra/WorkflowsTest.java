package dev.acstoken.infra;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Verifies that the workflows run only what is pinned, have few permissions, and deploy and release
 * only what the tests have passed.
 */
class WorkflowsTest {

  private static final Path FOLDER = Path.of(".github", "workflows");

  /** An expression that reads a secret. */
  private static final Pattern SECRET = Pattern.compile("[$][{][{][^}]*\\bsecrets\\b");

  /** A tag can be moved to other code. */
  @Test
  void everyActionIsPinnedToACommit() throws IOException {
    var used = new ArrayList<String>();
    for (Path file : files()) {
      Files.readString(file)
          .lines()
          .filter(line -> line.contains("uses: "))
          .map(line -> line.replaceFirst(".*uses: ", ""))
          .forEach(used::add);
    }

    assertFalse(used.isEmpty());
    assertEquals(
        List.of(),
        used.stream().filter(it -> !it.matches("[\\w./-]+@[0-9a-f]{40} # v\\S+")).toList());
  }

  /** Two versions of an action would mean that one was forgotten. */
  @Test
  void everyActionHasOneVersion() throws IOException {
    var versions = new TreeMap<String, Set<String>>();
    for (JsonNode step : steps()) {
      var action = Pattern.compile("(.+)@(.+)").matcher(step.path("uses").asText());
      if (action.matches()) {
        versions.computeIfAbsent(action.group(1), name -> new TreeSet<>()).add(action.group(2));
      }
    }

    versions.values().removeIf(it -> it.size() == 1);
    assertEquals(Map.of(), versions);
  }

  @Test
  void everyToolThatAWorkflowInstallsHasAVersion() throws IOException {
    var installed = new ArrayList<String>();
    for (JsonNode step : steps()) {
      String action = step.path("uses").asText();
      if (action.matches("[^/]+/setup-.*")) {
        installed.add(action + " " + step.at("/with").toString());
        assertTrue(
            step.at("/with").properties().stream().anyMatch(it -> it.getKey().endsWith("version")),
            action);
      }
      Pattern.compile("(npm install|az bicep install).*")
          .matcher(step.path("run").asText())
          .results()
          .forEach(
              it -> {
                installed.add(it.group());
                assertTrue(it.group().matches(".*[@v]\\d+\\.\\d+\\.\\d+\\b.*"), it.group());
              });
    }

    assertTrue(installed.size() > 5, installed::toString);
  }

  /** Otherwise the token of the job stays in the checkout, where each later program can read it. */
  @Test
  void noCheckoutKeepsItsCredentials() throws IOException {
    int checkouts = 0;
    for (JsonNode step : steps()) {
      if (step.path("uses").asText().startsWith("actions/checkout@")) {
        checkouts++;
        assertEquals("false", step.at("/with/persist-credentials").asText(), step.toString());
      }
    }

    assertTrue(checkouts > 4);
  }

  /** The test with the former release is skipped in a clone that does not have its commit. */
  @Test
  void jobsThatRunAllTestsHaveTheWholeHistory() throws IOException {
    int jobs = 0;
    for (Path file : files()) {
      for (JsonNode job : children(read(file).path("jobs")).toList()) {
        List<JsonNode> steps = children(job.path("steps")).toList();
        if (steps.stream().anyMatch(step -> step.path("run").asText().equals(".ci/run"))) {
          jobs++;
          assertEquals("0", steps.get(0).at("/with/fetch-depth").asText(), file::toString);
        }
      }
    }

    assertEquals(2, jobs);
  }

  @Test
  void onlyTheJobsThatNeedItMayWriteOrSignIn() throws IOException {
    var permissions = new TreeMap<String, String>();
    for (Path file : files()) {
      JsonNode workflow = read(file);
      assertEquals("{\"contents\":\"read\"}", workflow.path("permissions").toString(), "" + file);
      for (var job : workflow.path("jobs").properties()) {
        if (job.getValue().has("permissions")) {
          permissions.put(
              file.getFileName() + " " + job.getKey(),
              job.getValue().at("/permissions").toString());
        }
      }
    }

    assertEquals(
        Map.of(
            "azure-dev.yml deploy",
            "{\"contents\":\"read\",\"id-token\":\"write\"}",
            "backup.yml export",
            "{\"contents\":\"read\",\"id-token\":\"write\"}",
            "codeql.yml analyze",
            "{\"contents\":\"read\",\"security-events\":\"write\"}",
            "release.yml publish",
            "{\"contents\":\"write\",\"id-token\":\"write\",\"attestations\":\"write\"}"),
        permissions);
  }

  @Test
  void noWorkflowReadsASecret() throws IOException {
    for (Path file : files()) {
      assertFalse(SECRET.matcher(Files.readString(file)).find(), file::toString);
    }
  }

  @Test
  void aDeploymentFollowsARunOfCiOnMain() throws IOException {
    JsonNode deployment = read(FOLDER.resolve("azure-dev.yml"));
    JsonNode ci = read(FOLDER.resolve("ci.yml"));
    JsonNode trigger = deployment.at("/on/workflow_run");

    assertEquals(Set.of("workflow_dispatch", "workflow_run"), names(deployment.path("on")));
    assertEquals("[\"" + ci.path("name").asText() + "\"]", trigger.path("workflows").toString());
    assertEquals("[\"completed\"]", trigger.path("types").toString());
    assertEquals("[\"main\"]", trigger.path("branches").toString());
    assertEquals("[\"main\"]", ci.at("/on/push/branches").toString());
  }

  /** CI also runs for pull requests, and a fork can call its branch main. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "vars.AZURE_CLIENT_ID != '' &&",
        "github.event.workflow_run.conclusion == 'success' &&",
        "github.event.workflow_run.event == 'push' &&",
        "github.event.workflow_run.head_branch == 'main' &&",
        "github.event.workflow_run.head_repository.full_name == github.repository"
      })
  void aDeploymentNeedsEachOfTheseConditions(String condition) throws IOException {
    assertTrue(deploy().path("if").asText().contains(condition), deploy().path("if").asText());
  }

  @Test
  void aDeploymentTakesTheCommitThatCiHasPassed() throws IOException {
    assertEquals(
        "${{ github.event.workflow_run.head_sha || github.sha }}",
        deploy().at("/steps/0/with/ref").asText());
  }

  /** An older commit that is tested for longer would otherwise be deployed after a newer one. */
  @Test
  void ciAndDeploymentsOfABranchRunOneAfterTheOther() throws IOException {
    JsonNode ci = read(FOLDER.resolve("ci.yml")).path("concurrency");
    JsonNode deployment = read(FOLDER.resolve("azure-dev.yml")).path("concurrency");

    assertEquals("ci-${{ github.ref }}", ci.path("group").asText());
    assertEquals(
        "${{ github.event_name == 'pull_request' }}", ci.path("cancel-in-progress").asText());
    assertEquals("deploy", deployment.path("group").asText());
    assertFalse(deployment.path("cancel-in-progress").asBoolean(true));
  }

  /** The subject of the federated credential and the guide name this environment. */
  @Test
  void aDeploymentRunsInTheEnvironmentOfTheGuide() throws IOException {
    String environment = deploy().path("environment").asText();
    String guide = Files.readString(Path.of("docs", "guides", "platform-teams.md"));

    assertEquals("production", environment);
    assertTrue(guide.contains("environment:" + environment));
  }

  /** The subject of the federated credential, the container and the variables are in the guide. */
  @Test
  void aBackupUsesWhatTheGuideCreates() throws IOException {
    JsonNode export = read(FOLDER.resolve("backup.yml")).at("/jobs/export");
    String guide = Files.readString(Path.of("docs", "guides", "backup.md"));

    assertTrue(guide.contains("environment:" + export.path("environment").asText()));
    assertTrue(guide.contains("container-rm create --name mappings "));
    assertTrue(export.toString().contains("--container-name mappings "));
    Set<String> variables =
        Pattern.compile("vars\\.(\\w+)")
            .matcher(export.toString())
            .results()
            .map(it -> it.group(1))
            .collect(toCollection(TreeSet::new));
    assertTrue(variables.size() > 3, variables::toString);
    variables.forEach(it -> assertTrue(guide.contains(it), it));
  }

  @Test
  void aReleaseIsCheckedAndTestedBeforeItIsBuilt() throws IOException {
    var build = read(FOLDER.resolve("release.yml")).at("/jobs/build");
    var runs = children(build.path("steps")).map(it -> it.path("run").asText()).toList();

    assertTrue(runs.contains(".ci/run"));
    assertTrue(
        runs.indexOf(".ci/release-notes \"$GITHUB_REF_NAME\" > \"$RUNNER_TEMP/notes.md\"")
            < runs.indexOf(".ci/run"));
    assertTrue(
        runs.indexOf(".ci/run")
            < runs.indexOf("mvn --batch-mode --no-transfer-progress -Prelease clean package"));
  }

  /** Code of dependencies could otherwise sign and publish what it wants. */
  @Test
  void theJobThatMayPublishRunsNoCodeOfTheProject() throws IOException {
    var publish = read(FOLDER.resolve("release.yml")).at("/jobs/publish");

    assertEquals("build", publish.path("needs").asText());
    assertEquals(
        List.of("actions/download-artifact", "sha256sum", "actions/attest", "gh"),
        children(publish.path("steps"))
            .map(it -> it.path("uses").asText() + it.path("run").asText())
            .map(it -> it.replaceFirst("[@ ].*", ""))
            .toList());
  }

  private static JsonNode deploy() throws IOException {
    return read(FOLDER.resolve("azure-dev.yml")).at("/jobs/deploy");
  }

  private static List<JsonNode> steps() throws IOException {
    var steps = new ArrayList<JsonNode>();
    for (Path file : files()) {
      children(read(file).path("jobs"))
          .flatMap(job -> children(job.path("steps")))
          .forEach(steps::add);
    }
    return steps;
  }

  private static Stream<JsonNode> children(JsonNode node) {
    return StreamSupport.stream(node.spliterator(), false);
  }

  private static Set<String> names(JsonNode node) {
    var names = new TreeSet<String>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static JsonNode read(Path file) throws IOException {
    return new YAMLMapper().readTree(file.toFile());
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(it -> it.toString().endsWith(".yml")).sorted().toList();
    }
  }
}
