package dev.acstoken.infra;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.infra.BicepFile.Declaration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Verifies that the templates are valid Bicep, fit together and follow the same conventions. */
class TemplatesTest {

  /** The types that cannot have tags: extension resources and most child resources. */
  private static final Set<String> WITHOUT_TAGS =
      Set.of(
          "Microsoft.Authorization/roleAssignments",
          "Microsoft.Insights/diagnosticSettings",
          "Microsoft.Network/privateEndpoints/privateDnsZoneGroups",
          "Microsoft.Storage/storageAccounts/blobServices",
          "Microsoft.Storage/storageAccounts/blobServices/containers",
          "Microsoft.Storage/storageAccounts/tableServices",
          "Microsoft.Storage/storageAccounts/tableServices/tables",
          "Microsoft.Web/sites/basicPublishingCredentialsPolicies",
          "Microsoft.Web/sites/config");

  private static final Set<String> IMPORTED =
      Set.of("app/settings.bicep", "app/types.bicep", "app/values.bicep");

  private static final Pattern LEFT_BEHIND = Pattern.compile("(?m)^Left behind: .+\\.$");

  @ParameterizedTest
  @MethodSource("files")
  void everyFileCanBeParsed(BicepFile file) {
    assertEquals(List.of(), file.errors());
  }

  @Test
  void aSyntaxErrorIsFound(@TempDir Path folder) throws Exception {
    var file = Files.writeString(folder.resolve("broken.bicep"), "param name string =\nvar x = {");

    assertFalse(BicepFile.read(List.of(file)).get(0).errors().isEmpty());
  }

  @Test
  void everyFileIsUsed() {
    var used =
        BicepFile.all().stream()
            .flatMap(it -> it.modules().stream())
            .map(BicepFile.Module::path)
            .collect(toSet());
    used.add("main.bicep");
    used.addAll(IMPORTED);

    assertEquals(used, BicepFile.all().stream().map(BicepFile::name).collect(toSet()));
  }

  @Test
  void everyModuleGetsItsRequiredParametersAndNoUnknownOnes() {
    assertAll(
        BicepFile.all().stream()
            .flatMap(it -> it.modules().stream())
            .map(
                module ->
                    () -> {
                      var params = BicepFile.named(module.path()).params();
                      var given = module.body().at("params");
                      var known = params.stream().map(Declaration::name).collect(toSet());
                      assertAll(
                          params.stream()
                              .filter(it -> !it.value().isPresent())
                              .map(
                                  it ->
                                      () ->
                                          assertTrue(
                                              given.at(it.name()).isPresent(),
                                              module.symbol() + " lacks " + it.name())));
                      assertTrue(known.containsAll(given.names()), module.symbol());
                    }));
  }

  @Test
  void everyResourceThatCanHaveTagsIsTagged() {
    assertAll(
        BicepFile.deployed()
            .filter(it -> !WITHOUT_TAGS.contains(it.type()))
            .map(
                it ->
                    () ->
                        assertTrue(
                            it.body().at("tags").text().matches("tags|union\\(tags,[^)]*\\)"),
                            it.symbol())));
  }

  /**
   * azd deploys incrementally, so a resource whose condition no longer holds stays. A reference to
   * an existing resource deploys nothing.
   */
  @Test
  void everyConditionalResourceSaysWhatSwitchingItOffLeavesBehind() {
    var conditional = conditional().toList();

    assertTrue(conditional.size() > 6, conditional::toString);
    assertAll(
        conditional.stream()
            .map(
                it ->
                    () ->
                        assertTrue(
                            LEFT_BEHIND.matcher(it.getValue()).find(),
                            it.getKey() + ": " + it.getValue())));
  }

  @Test
  void thePageHasEverySwitchAndWhatItLeavesBehind() throws Exception {
    var page = Files.readString(Path.of("docs", "reference", "deployment.md"));
    var section = page.substring(page.indexOf("\n## Switch off"));
    var main = BicepFile.named("main.bicep");

    assertAll(
        Stream.of(
                "deployerAccess",
                "privateNetworking",
                "natGateway",
                "maskIdsInLogs",
                "existingCommunicationServiceId",
                "platformAuthenticationClientId",
                "alertEmail")
            .peek(
                name ->
                    assertTrue(main.params().stream().anyMatch(it -> it.name().equals(name)), name))
            .map(name -> "| `" + AzdProject.variable(name) + "` |")
            .map(row -> () -> assertTrue(section.contains(row), row)));
  }

  @Test
  void appServiceAuthenticationIsExplicitlyOffWithoutAClientId() {
    var module =
        BicepFile.named("main.bicep").modules().stream()
            .filter(it -> it.path().equals("app/authentication.bicep"))
            .findFirst()
            .orElseThrow();
    var authentication = BicepFile.deployed("Microsoft.Web/sites/config").findFirst().orElseThrow();

    assertEquals("", module.condition());
    assertEquals("", authentication.condition());
    assertEquals(
        "!empty(clientId)",
        BicepFile.named("app/authentication.bicep").variable("isEnabled").value().text());
    assertEquals("isEnabled", authentication.property("platform", "enabled").text());
    assertEquals(
        "isEnabled", authentication.property("globalValidation", "requireAuthentication").text());
  }

  @Test
  void everyTypeIsUsedInOneApiVersion() {
    var versions = new TreeSet<String>();
    BicepFile.all().stream()
        .flatMap(it -> it.resources().stream())
        .forEach(it -> versions.add(it.type() + "@" + it.apiVersion()));

    assertEquals(
        versions.stream().map(it -> it.replaceAll("@.*", "")).distinct().count(), versions.size());
  }

  // The conditional resources and modules with the comments above them.
  private static Stream<Map.Entry<String, String>> conditional() {
    return BicepFile.all().stream()
        .flatMap(
            file ->
                Stream.concat(
                    file.resources().stream()
                        .filter(it -> !it.existing() && !it.condition().isEmpty())
                        .map(it -> Map.entry(file.name() + " " + it.symbol(), it.comment())),
                    file.modules().stream()
                        .filter(it -> !it.condition().isEmpty())
                        .map(it -> Map.entry(file.name() + " " + it.symbol(), it.comment()))));
  }

  static Stream<BicepFile> files() {
    return BicepFile.all().stream();
  }
}
