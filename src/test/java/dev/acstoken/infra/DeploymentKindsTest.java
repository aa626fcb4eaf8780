package dev.acstoken.infra;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.infra.BicepCompiler.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Verifies what each kind of deployment in {@code src/test/bicep} would deploy, as the Bicep
 * compiler evaluates the templates.
 */
class DeploymentKindsTest {

  private static final Path FOLDER = Path.of("src", "test", "bicep");

  private static final String STORAGE = "Microsoft.Storage/storageAccounts";
  private static final String SITE = "Microsoft.Web/sites";
  private static final String ACS = "Microsoft.Communication/communicationServices";
  private static final String ASSIGNMENT = "Microsoft.Authorization/roleAssignments";

  private static final String DEPLOYER = "11111111-1111-1111-1111-111111111111";

  /** The number of resources of each kind, so that none appears or disappears by accident. */
  private static final Map<String, Integer> RESOURCES =
      Map.of(
          "default", 35,
          "deployer-access", 37,
          "private-networking", 44,
          "zones", 35,
          "platform-authentication", 35,
          "existing-acs", 35,
          "existing-acs-in-another-subscription", 32,
          "everything-on", 51);

  private static final String OWN_ACS = "rg-test " + ACS + "/*";

  private static final String TABLE =
      "rg-test " + STORAGE + "/*/tableServices/default/tables/identities";

  private static final Set<String> ROLES_OF_THE_APP =
      Set.of(
          "Storage Blob Data Owner on rg-test " + STORAGE + "/*",
          "Storage Table Data Contributor on " + TABLE,
          "Monitoring Metrics Publisher on rg-test Microsoft.Insights/components/*");

  private static final Map<String, String> SCOPES_OF_ACS =
      Map.of(
          "existing-acs", "chat " + ACS + "/contoso",
          "existing-acs-in-another-subscription",
              "chat of another subscription " + ACS + "/contoso");

  /**
   * A scope: the subscription's last digit, the group, and the resource with its generated name.
   */
  private static final Pattern SCOPE =
      Pattern.compile(
          "(?:.*?')?/subscriptions/[0-9-]+(\\d)/resourceGroups/([^/]+)/providers/"
              + "(.+?)(?:'.*|/providers/Microsoft.Authorization/.*)");

  private static final Map<String, Snapshot> SNAPSHOTS = new HashMap<>();

  @BeforeAll
  static void evaluateTheTemplates() throws Exception {
    var compiler = BicepCompiler.find();
    for (String kind : kinds().toList()) {
      SNAPSHOTS.put(kind, compiler.snapshot(kind, Files.readString(file(kind))));
    }
  }

  @Test
  void everyKindIsDeployed() throws IOException {
    assertEquals(RESOURCES.keySet(), kinds().collect(toSet()));
    assertAll(kinds().map(it -> () -> assertEquals("", snapshot(it).refusal(), it)));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void noResourceAppearsOrDisappearsByAccident(String kind) {
    assertEquals(RESOURCES.get(kind), snapshot(kind).resources().size());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void theAppHasItsFourRolesEachOnTheNarrowestScope(String kind) {
    var expected = new HashSet<>(ROLES_OF_THE_APP);
    expected.add("Communication and Email Service Owner on " + scopeOfAcs(kind));

    assertEquals(expected, roles(kind, false));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void theDeployerHasTwoRolesIfItAskedForThemAndNoneOtherwise(String kind) {
    var expected =
        read(kind).contains("deployerAccess = 'true'")
            ? Set.of(
                "Storage Table Data Contributor on " + TABLE,
                "Communication and Email Service Owner on " + scopeOfAcs(kind))
            : Set.of();

    assertEquals(expected, roles(kind, true));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void storageIsPublicUnlessNetworkingIsPrivate(String kind) {
    boolean isPrivate = read(kind).contains("privateNetworking = 'true'");
    var storage = one(kind, STORAGE).at("properties");
    var site = one(kind, SITE).at("properties");

    assertEquals(isPrivate ? "Disabled" : "Enabled", storage.at("publicNetworkAccess").text());
    assertEquals(isPrivate ? "Deny" : "Allow", storage.at("networkAcls", "defaultAction").text());
    assertEquals(
        isPrivate ? 2 : 0, snapshot(kind).resources("Microsoft.Network/privateEndpoints").count());
    assertEquals(isPrivate, site.at("virtualNetworkSubnetId").isPresent());
  }

  /** The endpoint is public in every kind, because apps call it from anywhere. */
  @ParameterizedTest
  @MethodSource("kinds")
  void nothingElseIsPublic(String kind) {
    assertEquals(
        Set.of(),
        snapshot(kind).resources().stream()
            .filter(it -> !it.at("type").text().equals(STORAGE))
            .filter(it -> it.at("properties", "publicNetworkAccess").text().equals("Enabled"))
            .map(it -> it.at("type").text())
            .collect(toSet()));
    assertEquals(
        "None",
        one(kind, STORAGE + "/blobServices/containers").at("properties", "publicAccess").text());
    // The address of a NAT gateway lets nobody in.
    assertEquals(
        snapshot(kind).resources("Microsoft.Network/natGateways").count(),
        snapshot(kind).resources("Microsoft.Network/publicIPAddresses").count(),
        kind);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void noKeyOpensAResource(String kind) {
    assertEquals("false", one(kind, STORAGE).at("properties", "allowSharedKeyAccess").text());
    assertTrue(
        snapshot(kind)
            .resources(ACS)
            .allMatch(it -> it.at("properties", "disableLocalAuth").text().equals("true")));
    assertEquals(
        "true",
        one(kind, "Microsoft.Insights/components").at("properties", "DisableLocalAuth").text());
    assertEquals(
        Set.of("false"),
        snapshot(kind)
            .resources(SITE + "/basicPublishingCredentialsPolicies")
            .map(it -> it.at("properties", "allow").text())
            .collect(toSet()));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void noValueIsASecretAndNoKeyIsRead(String kind) {
    var text = String.valueOf(snapshot(kind).resources());

    assertFalse(
        Pattern.compile("(?i)\\blist[A-Z]\\w*\\(|AccountKey=|SharedAccessSignature|accesskey=")
            .matcher(text)
            .find(),
        text);
  }

  /** An empty setting would count as not set, but would hide in the portal what is set. */
  @ParameterizedTest
  @MethodSource("kinds")
  void theAppHasTheDeploymentSettingsAndTheChosenSettingsOnly(String kind) {
    var expected =
        new TreeSet<>(
            BicepFile.named("app/functions.bicep").variable("deploymentSettings").value().names());
    expected.addAll(chosenSettings(kind));

    var settings = one(kind, SITE).at("properties", "siteConfig", "appSettings").items().toList();

    assertEquals(
        expected,
        settings.stream().map(it -> it.at("name").text()).collect(toCollection(TreeSet::new)));
    assertAll(
        settings.stream()
            .map(it -> () -> assertFalse(it.at("value").text().isBlank(), it.at("name").text())));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void theVariablesThatTheDeploymentReceivedAreAnOutput(String kind) {
    var outputs = snapshot(kind).outputs();

    assertEquals(
        given(kind),
        outputs
            .at("DEPLOYED_VARIABLES")
            .text()
            .lines()
            .filter(line -> !line.startsWith("AUTH_ISSUERS="))
            .collect(toSet()));
    assertEquals("rg-test", outputs.at("AZURE_RESOURCE_GROUP").text());
  }

  @Test
  void theDefaultsAreTheDocumentedOnes() {
    var app = one("default", SITE).at("properties", "functionAppConfig");
    var scale = app.at("scaleAndConcurrency");

    assertEquals("21", app.at("runtime", "version").text());
    assertEquals("2048", number(scale.at("instanceMemoryMB")));
    assertEquals("40", number(scale.at("maximumInstanceCount")));
    assertEquals(List.of(), scale.at("alwaysReady").items().toList());
    assertEquals("32", number(scale.at("triggers", "http", "perInstanceConcurrency")));
    assertEquals("Standard_LRS", one("default", STORAGE).at("sku", "name").text());
  }

  @Test
  void everyValueReachesItsResource() {
    var app = one("everything-on", SITE).at("properties", "functionAppConfig");
    var scale = app.at("scaleAndConcurrency");
    var origins =
        one("everything-on", SITE).at("properties", "siteConfig", "cors", "allowedOrigins");

    assertEquals("17", app.at("runtime", "version").text());
    assertEquals("4096", number(scale.at("instanceMemoryMB")));
    assertEquals("1000", number(scale.at("maximumInstanceCount")));
    assertEquals(
        List.of("40"),
        scale.at("alwaysReady").items().map(it -> number(it.at("instanceCount"))).toList());
    assertEquals("1000", number(scale.at("triggers", "http", "perInstanceConcurrency")));
    assertEquals(
        List.of("https://one.example", "https://two.example"),
        origins.items().map(BicepValue::text).toList());
    assertEquals("True", setting("everything-on", "APPLICATIONINSIGHTS_ENABLE_AGENT"));
    assertEquals(1, snapshot("everything-on").resources("Microsoft.Insights/actionGroups").count());
  }

  /** With zones, Flex Consumption requires two always-ready instances or none. */
  @Test
  void zonesHoldForTheAppAndForStorage() {
    var scale = one("zones", SITE).at("properties", "functionAppConfig", "scaleAndConcurrency");

    assertEquals("Standard_ZRS", one("zones", STORAGE).at("sku", "name").text());
    assertEquals(
        "true", one("zones", "Microsoft.Web/serverfarms").at("properties", "zoneRedundant").text());
    assertEquals(
        List.of("2"),
        scale.at("alwaysReady").items().map(it -> number(it.at("instanceCount"))).toList());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void appServiceChecksTokensIfAndOnlyIfThereIsAClientId(String kind) {
    boolean isOn = read(kind).contains("platformAuthenticationClientId");
    var authentication = one(kind, SITE + "/config").at("properties");

    assertEquals(String.valueOf(isOn), authentication.at("platform", "enabled").text());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void anAcsResourceIsCreatedUnlessThereIsOne(String kind) {
    assertEquals(kind.startsWith("existing-acs") ? 0 : 1, snapshot(kind).resources(ACS).count());
  }

  static Stream<String> kinds() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(it -> String.valueOf(it.getFileName()))
          .filter(it -> it.endsWith(".bicepparam"))
          .map(it -> it.replace(".bicepparam", ""))
          .sorted()
          .toList()
          .stream();
    }
  }

  private static Path file(String kind) {
    return FOLDER.resolve(kind + ".bicepparam");
  }

  private static Snapshot snapshot(String kind) {
    return Objects.requireNonNull(SNAPSHOTS.get(kind), kind);
  }

  private static BicepValue one(String kind, String type) {
    var found = snapshot(kind).resources(type).toList();
    assertEquals(1, found.size(), type);
    return found.get(0);
  }

  private static String setting(String kind, String name) {
    return one(kind, SITE)
        .at("properties", "siteConfig", "appSettings")
        .items()
        .filter(it -> it.at("name").text().equals(name))
        .map(it -> it.at("value").text())
        .findFirst()
        .orElseThrow();
  }

  private static String scopeOfAcs(String kind) {
    return SCOPES_OF_ACS.getOrDefault(kind, OWN_ACS);
  }

  private static Set<String> roles(String kind, boolean isDeployer) {
    return snapshot(kind)
        .resources(ASSIGNMENT)
        .filter(it -> it.at("properties", "principalId").text().equals(DEPLOYER) == isDeployer)
        .map(DeploymentKindsTest::describe)
        .collect(toSet());
  }

  private static String describe(BicepValue assignment) {
    var role = assignment.at("properties", "roleDefinitionId").text().replaceAll(".*/", "");
    var id = assignment.at("id").text();
    var scope = SCOPE.matcher(id);
    assertTrue(scope.matches(), id);
    return "%s on %s%s %s"
        .formatted(
            RolesTest.BUILT_IN.get(role),
            scope.group(2),
            scope.group(1).equals("1") ? "" : " of another subscription",
            scope.group(3).replaceAll("/[a-z-]+zo2ukrgp5eu4m|/st[a-z0-9]{13}", "/*"));
  }

  /** Returns the texts that a parameters file gives, as NAME=value. */
  private static Set<String> given(String kind) {
    var variables =
        AzdProject.parametersOfOneVariable().stream()
            .collect(toMap(it -> it, AzdProject::variable));
    var parameters =
        Pattern.compile("(?m)^param (\\w+) = '(.+)'$")
            .matcher(read(kind))
            .results()
            .map(it -> variables.get(it.group(1)) + "=" + it.group(2));
    var settings =
        Pattern.compile("(?m)^  ([A-Z_]+): '(.+)'$")
            .matcher(read(kind))
            .results()
            .map(it -> it.group(1) + "=" + it.group(2));
    return Stream.concat(parameters, settings)
        .filter(it -> !it.startsWith("AZURE_"))
        .collect(toSet());
  }

  private static Set<String> chosenSettings(String kind) {
    var chosen = new TreeSet<String>();
    given(kind).stream()
        .map(it -> it.replaceAll("=.*", ""))
        .filter(it -> it.startsWith("AUTH_") || AzdProject.settings().containsKey(it))
        .forEach(chosen::add);
    if (read(kind).contains("param authIssuers")) {
      chosen.add("AUTH_ISSUERS");
    }
    return chosen;
  }

  private static String read(String kind) {
    try {
      return Files.readString(file(kind));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // JSON has one type of numbers.
  private static String number(BicepValue value) {
    return value.text().replaceAll("\\.0$", "");
  }
}
