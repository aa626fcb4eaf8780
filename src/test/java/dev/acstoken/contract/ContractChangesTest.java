package dev.acstoken.contract;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.acstoken.interop.Interop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Verifies that the contract breaks no client of the last release, except on purpose. */
@Interop
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContractChangesTest {

  private static final Path RELEASED = Path.of("src", "test", "resources", "contract");
  private static final Pattern RELEASE = Pattern.compile("(?m)^## \\[(\\d[^\\]]*)\\]");
  private static final Pattern VERSION =
      Pattern.compile("(?m)^  <version>(.*?)(-SNAPSHOT)?</version>$");

  private final String current =
      Files.readString(Path.of("src", "main", "resources", "openapi.yaml"));
  private final List<Accepted> accepted = new ArrayList<>();
  private final Oasdiff oasdiff = Oasdiff.installed();

  ContractChangesTest() throws IOException, InterruptedException {
    for (JsonNode entry :
        new YAMLMapper().readTree(RELEASED.resolve("accepted-changes.yaml").toFile())) {
      assertTrue(entry.path("reason").asText().endsWith("."), entry.toString());
      accepted.add(
          new Accepted(
              entry.path("change").asText(), Pattern.compile(entry.path("text").asText())));
    }
  }

  /** A change that was made on purpose, in one or several operations. */
  private record Accepted(String id, Pattern text) {

    boolean covers(Oasdiff.Change change) {
      return change.id().equals(id) && text.matcher(change.text()).lookingAt();
    }
  }

  @Test
  void everyBreakingChangeSinceTheLastReleaseIsOnPurpose() throws Exception {
    var changes = oasdiff.breakingChanges(lastRelease(), current);

    assertEquals(List.of(), notAccepted(changes));
  }

  @Test
  void everyAcceptedChangeWasMadeSinceTheLastRelease() throws Exception {
    var changes = oasdiff.breakingChanges(lastRelease(), current);

    assertEquals(
        List.of(), accepted.stream().filter(it -> changes.stream().noneMatch(it::covers)).toList());
  }

  @Test
  void aNewScopeCodeOrStateBreaksNoClient() throws Exception {
    var changed = current;
    for (String last : List.of("voip.join", "identity_unconfirmed", "misconfigured", "down")) {
      var longer = changed.replaceFirst("\n +- " + last + "\n", "$0        - something_new\n");
      assertNotEquals(changed, longer, last);
      changed = longer;
    }

    assertEquals(List.of(), oasdiff.breakingChanges(current, changed));
  }

  @Test
  void aNewFieldOfAResponseBreaksNoClient() throws Exception {
    var changed =
        inSchema("Token", "\n        token:\n", "\n        region:\n          type: string$0");

    assertEquals(List.of(), oasdiff.breakingChanges(current, changed));
  }

  @Test
  void aFieldThatIsMissingFromAResponseBreaksClients() throws Exception {
    assertBreaks(inSchema("Token", ", endpoint\\]", "]"));
    assertBreaks(inSchema("Token", "\n        endpoint:\n", "\n        address:\n"));
  }

  @Test
  void aFieldThatARequestMustHaveBreaksClients() throws Exception {
    assertBreaks(inSchema("TokenRequest", "\n      properties:", "\n      required: [scopes]$0"));
  }

  @Test
  void aNarrowerRequestBreaksClients() throws Exception {
    assertBreaks(inSchema("TokenRequest", "minimum: 60", "minimum: 90"));
  }

  @Test
  void aFieldOfAnotherTypeBreaksClients() throws Exception {
    assertBreaks(inSchema("Problem", "type: boolean", "type: string"));
  }

  @Test
  void anOperationWithAnotherPathBreaksClients() throws Exception {
    assertBreaks(current.replace("/users/{userId}/tokens/refresh:", "/users/{userId}/renewals:"));
  }

  @Test
  void anotherChangeOfAnAcceptedKindIsFound() throws Exception {
    var changed = inSchema("Token", "\n          format: uri", "");

    var found = notAccepted(oasdiff.breakingChanges(lastRelease(), changed));

    assertEquals(
        Set.of("response-property-type-changed"),
        found.stream().map(Oasdiff.Change::id).collect(toSet()));
  }

  /** Returns the changes that not exactly one entry covers. */
  private List<Oasdiff.Change> notAccepted(List<Oasdiff.Change> changes) {
    return changes.stream()
        .filter(change -> accepted.stream().filter(it -> it.covers(change)).count() != 1)
        .toList();
  }

  private void assertBreaks(String changed) throws Exception {
    assertNotEquals(current, changed);
    assertNotEquals(List.of(), oasdiff.breakingChanges(current, changed));
  }

  /** Returns the contract with one text of a schema replaced. */
  private String inSchema(String name, String pattern, String replacement) {
    int start = current.indexOf("\n    " + name + ":\n", current.indexOf("\n  schemas:\n"));
    return current.substring(0, start)
        + current.substring(start).replaceFirst(pattern, replacement);
  }

  /** Returns the contract of the newest release in CHANGELOG.md before the POM's version. */
  private static String lastRelease() throws IOException {
    var pom = VERSION.matcher(Files.readString(Path.of("pom.xml")));
    assertTrue(pom.find());
    String version =
        RELEASE
            .matcher(Files.readString(Path.of("CHANGELOG.md")))
            .results()
            .map(it -> it.group(1))
            .filter(it -> !it.equals(pom.group(1)))
            .findFirst()
            .orElse("0.1.0");
    Path contract = RELEASED.resolve(version + ".yaml");
    assertTrue(Files.exists(contract), "Copy the contract of the release to " + contract);
    return Files.readString(contract);
  }
}
