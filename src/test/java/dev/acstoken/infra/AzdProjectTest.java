package dev.acstoken.infra;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.infra.BicepFile.Declaration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Verifies that azure.yaml, the parameters, the templates and the build use the same names. */
class AzdProjectTest {

  private static final Path AZURE_YAML = Path.of("azure.yaml");

  /** azd finds the function app of a service by this tag. */
  @Test
  void theFunctionAppIsTaggedWithTheService() throws IOException {
    var service =
        Pattern.compile("(?m)^services:\n  (\\w+):").matcher(Files.readString(AZURE_YAML));
    var tags = BicepFile.deployed("Microsoft.Web/sites").map(it -> it.body().at("tags").text());

    assertTrue(service.find());
    assertEquals(
        List.of("union(tags, { 'azd-service-name': '" + service.group(1) + "' })"), tags.toList());
  }

  /**
   * azd deploys target/azure-functions/functionAppName and can read the name only if it is a
   * constant.
   */
  @Test
  void azdAndTheBuildUseTheSamePackageName() throws IOException {
    var name =
        Pattern.compile("<functionAppName>([^<]+)</functionAppName>")
            .matcher(Files.readString(Path.of("pom.xml")));

    assertTrue(name.find());
    assertTrue(name.group(1).matches("[a-z-]+"), name.group(1));
    assertTrue(Files.readString(AZURE_YAML).contains("\nname: " + name.group(1) + "\n"));
  }

  @Test
  void everyParameterHasItsOwnVariable() {
    var params =
        BicepFile.named("main.bicep").params().stream().map(Declaration::name).collect(toSet());
    var variables = AzdProject.variables().toList();

    assertEquals(new TreeSet<>(params), new TreeSet<>(AzdProject.parameters().names()));
    assertEquals(Set.copyOf(variables).size(), variables.size(), variables::toString);
  }

  /** An operator sets a setting, looks it up and finds it in the log under the same name. */
  @Test
  void everySettingHasTheNameOfItsVariable() {
    assertAll(
        AzdProject.settings().entrySet().stream()
            .map(it -> () -> assertEquals(it.getKey(), it.getValue())));
  }

  /**
   * azd prompts for every parameter that has neither a default nor a value. It preselects one of
   * the allowed values, so nothing that cannot be changed is prompted for.
   */
  @Test
  void azdPromptsOnlyForTheEnvironmentAndItsRegion() {
    assertEquals(
        Set.of("AZURE_ENV_NAME", "AZURE_LOCATION"),
        BicepFile.named("main.bicep").params().stream()
            .filter(it -> !it.value().isPresent())
            .map(it -> AzdProject.variable(it.name()))
            .collect(toSet()));
  }

  /**
   * A default in the parameters file would hide the template's. A list needs one, and has the
   * template's: azd reads the variable of a list as JSON, which an empty text is not.
   */
  @Test
  void onlyListsHaveADefaultInTheParametersFile() {
    var withDefault =
        AzdProject.parametersOfOneVariable().stream()
            .filter(it -> AzdProject.parameters().at(it, "value").text().matches(".*[-=?+].*"))
            .collect(toSet());
    var lists =
        BicepFile.named("main.bicep").params().stream()
            .filter(it -> it.type().endsWith("[]"))
            .toList();

    assertEquals(Set.of("authIssuers"), withDefault);
    assertEquals(withDefault, lists.stream().map(Declaration::name).collect(toSet()));
    assertAll(lists.stream().map(it -> () -> assertEquals(0, it.value().items().count())));
  }

  /** Earlier versions of azd break the JSON in a variable of a list. */
  @Test
  void theProjectNeedsAVersionOfAzdThatReadsListsFromVariables() throws IOException {
    var version =
        Pattern.compile("(?m)^  azd: \">= 1\\.(\\d+)\\.(\\d+)\"$")
            .matcher(Files.readString(AZURE_YAML));

    assertTrue(version.find());
    assertTrue(
        Integer.parseInt(version.group(1)) * 1000 + Integer.parseInt(version.group(2)) >= 23_004,
        version.group());
  }

  /** The list has the regions with Flex Consumption, and azd prompts with those only. */
  @Test
  void azdPromptsWithTheRegionsOfTheTemplateAndPreselectsItsOwnDefault() {
    var location = param("location");

    assertEquals("location", location.decorators().at("metadata", "azd", "type").text());
    assertTrue(location.decorators().at("metadata", "azd", "default").isPresent());
    assertEquals("", location.decorators().at("metadata", "azd", "default").text());
    assertTrue(location.decorators().at("allowed").items().count() > 30);
    assertAll(
        location
            .decorators()
            .at("allowed")
            .items()
            .map(it -> () -> assertTrue(it.text().matches("[a-z]+[23]?"), it.text())));
  }

  @Test
  void thePageHasEveryVariableOfTheDeploymentWithItsDefault() throws IOException {
    var page = Files.readString(Path.of("docs", "reference", "deployment.md"));

    assertAll(
        BicepFile.named("main.bicep").params().stream()
            .filter(it -> AzdProject.parametersOfOneVariable().contains(it.name()))
            .map(it -> "| `" + AzdProject.variable(it.name()) + "` | " + defaultOf(it) + " |")
            .filter(row -> !row.startsWith("| `AZURE_"))
            .map(row -> () -> assertTrue(page.contains(row), row)));
  }

  // A parameter with an empty default gets its value in a table of the templates.
  private static String defaultOf(Declaration parameter) {
    var main = BicepFile.named("main.bicep");
    var variable = AzdProject.variable(parameter.name());
    var text =
        Stream.of("choices", "numbers")
            .map(it -> main.variable(it).value().at(variable, "default").text())
            .collect(joining());
    if (main.variable("switches").value().names().contains(variable)) {
      text = "false";
    }
    return text.isEmpty() || text.equals("-1") ? "none" : "`" + text + "`";
  }

  private static Declaration param(String name) {
    return BicepFile.named("main.bicep").params().stream()
        .filter(it -> it.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
