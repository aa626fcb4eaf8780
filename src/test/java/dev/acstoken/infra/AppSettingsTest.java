package dev.acstoken.infra;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.devhost.DevelopmentHost;
import dev.acstoken.settings.Setting;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Verifies that the deployed app has the settings that the endpoint, the Functions host and the
 * credential read.
 */
class AppSettingsTest {

  private static final String BODY_LIMIT = "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT";

  /**
   * The settings of the Functions host: its limit, what it leaves out, and its storage and
   * telemetry without keys.
   */
  private static final Set<String> HOST_SETTINGS =
      Set.of(
          BODY_LIMIT,
          "AzureWebJobsStorage__accountName",
          "AzureWebJobsStorage__blobServiceUri",
          "AzureWebJobsStorage__credential",
          "AzureWebJobsStorage__clientId",
          "AzureWebJobsFeatureFlags",
          "AzureWebJobsDisableHomepage",
          "APPLICATIONINSIGHTS_CONNECTION_STRING",
          "APPLICATIONINSIGHTS_AUTHENTICATION_STRING",
          "APPLICATIONINSIGHTS_ENABLE_AGENT");

  /** The setting that selects the one credential that azure-identity tries. */
  private static final String CREDENTIAL_SETTING = "AZURE_TOKEN_CREDENTIALS";

  /** Settings that Flex Consumption refuses, ignores or reads from functionAppConfig instead. */
  private static final Set<String> FORBIDDEN =
      Set.of(
          "AzureWebJobsStorage",
          "FUNCTIONS_WORKER_RUNTIME",
          "FUNCTIONS_EXTENSION_VERSION",
          "WEBSITE_RUN_FROM_PACKAGE",
          "WEBSITE_CONTENTAZUREFILECONNECTIONSTRING",
          "WEBSITE_CONTENTSHARE",
          "SCM_DO_BUILD_DURING_DEPLOYMENT",
          "ENABLE_ORYX_BUILD");

  /** The parameters that pass one setting each, with its name. */
  private static final Map<String, String> OWN_PARAMETERS =
      Map.of(
          "authIssuer", "AUTH_ISSUER",
          "authAudience", "AUTH_AUDIENCE",
          "authIssuers", "AUTH_ISSUERS");

  private static final BicepFile FUNCTIONS = BicepFile.named("app/functions.bicep");

  private static final BicepValue DEPLOYMENT_SETTINGS =
      FUNCTIONS.variable("deploymentSettings").value();

  @Test
  void theTemplatesSetTheComputedSettings() {
    var expected = settings(Setting::isSetByTemplates);
    expected.addAll(HOST_SETTINGS);
    expected.add(CREDENTIAL_SETTING);

    assertEquals(expected, new TreeSet<>(DEPLOYMENT_SETTINGS.names()));
  }

  @Test
  void anOperatorCanChooseEverySettingOfTheOperator() {
    var passed = new TreeSet<>(OWN_PARAMETERS.values());
    passed.addAll(AzdProject.settings().keySet());

    assertEquals(settings(Setting::isChosenByOperator), passed);
  }

  @Test
  void aSettingWithAParameterOfItsOwnHasTheNameOfItsVariable() {
    assertAll(
        OWN_PARAMETERS.entrySet().stream()
            .map(it -> () -> assertEquals(it.getValue(), AzdProject.variable(it.getKey()))));
  }

  @Test
  void theAppHasOnlyTheDeploymentSettingsAndTheChosenSettings() {
    var main = BicepFile.named("main.bicep");
    var module =
        main.modules().stream()
            .filter(it -> it.path().equals(FUNCTIONS.name()))
            .findFirst()
            .orElseThrow();
    var site = BicepFile.deployed("Microsoft.Web/sites").findFirst().orElseThrow();

    assertAll(
        () ->
            assertEquals(
                "union(settings, {"
                    + " AUTH_ISSUER: authIssuer"
                    + " AUTH_AUDIENCE: authAudience"
                    + " AUTH_ISSUERS: empty(authIssuers) ? '' : string(authIssuers) })",
                module.body().at("params", "settings").text().replaceAll("\\s+", " ")),
        () ->
            assertEquals(
                "filter(items(settings), setting => !empty(setting.value))",
                FUNCTIONS.variable("chosenSettings").value().text()),
        () ->
            assertEquals(
                "map( concat(items(deploymentSettings), chosenSettings),"
                    + " setting => { name: setting.key, value: setting.value } )",
                site.property("siteConfig", "appSettings").text().replaceAll("\\s+", " ")));
  }

  @Test
  void noAppSettingIsASecretOrForbiddenByFlexConsumption() {
    Set<String> names = new TreeSet<>(DEPLOYMENT_SETTINGS.names());
    names.addAll(AzdProject.settings().keySet());
    names.addAll(OWN_PARAMETERS.values());
    var notSet = settings(setting -> !setting.isSetByTemplates() && !setting.isChosenByOperator());

    assertAll(
        () ->
            assertTrue(
                notSet.containsAll(
                    Set.of(
                        "COMMUNICATION_SERVICES_ACCESSKEY",
                        "COMMUNICATION_SERVICES_CONNECTION_STRING",
                        "TABLE_STORAGE_CONNECTION_STRING")),
                "the secrets are declared as not deployed: " + notSet),
        () -> assertTrue(Collections.disjoint(names, notSet), names::toString),
        () -> assertTrue(Collections.disjoint(names, FORBIDDEN), names::toString));
  }

  @Test
  void theHostItsTelemetryAndTheEndpointUseTheManagedIdentity() {
    assertAll(
        () ->
            assertEquals(
                "managedidentity",
                DEPLOYMENT_SETTINGS.at("AzureWebJobsStorage__credential").text()),
        () ->
            assertEquals(
                "'ClientId=${identityClientId};Authorization=AAD'",
                DEPLOYMENT_SETTINGS.at("APPLICATIONINSIGHTS_AUTHENTICATION_STRING").text()),
        () ->
            assertEquals(
                "ManagedIdentityCredential", DEPLOYMENT_SETTINGS.at(CREDENTIAL_SETTING).text()));
  }

  /**
   * With only one of the two, the host sometimes does not reach its storage on Flex Consumption, or
   * looks for it in the public cloud.
   */
  @Test
  void theHostKnowsItsStorageByNameAndByAddress() {
    assertAll(
        () ->
            assertEquals(
                "storageAccountName",
                DEPLOYMENT_SETTINGS.at("AzureWebJobsStorage__accountName").text()),
        () ->
            assertEquals(
                "blobEndpoint",
                DEPLOYMENT_SETTINGS.at("AzureWebJobsStorage__blobServiceUri").text()));
  }

  /** The identity of the host has no right to the table of its diagnostic events. */
  @Test
  void theHostShowsNoHomePageAndWritesNoDiagnosticEvents() {
    assertAll(
        () -> assertEquals("true", DEPLOYMENT_SETTINGS.at("AzureWebJobsDisableHomepage").text()),
        () ->
            assertEquals(
                "DisableDiagnosticEventLogging",
                DEPLOYMENT_SETTINGS.at("AzureWebJobsFeatureFlags").text()));
  }

  /** Tests of the endpoint run with the limit of the development host. */
  @Test
  void theDeployedHostHasTheBodyLimitOfTheDevelopmentHostAndOfTheLocalSettings() {
    var local = AzdProject.json(Path.of("local.settings.json.example")).at("Values");
    var limit = String.valueOf(DevelopmentHost.REQUEST_BODY_LIMIT);

    assertEquals(limit, DEPLOYMENT_SETTINGS.at(BODY_LIMIT).text());
    assertEquals(limit, local.at(BODY_LIMIT).text());
  }

  /** A default in the templates would be a second declaration that could differ from the code's. */
  @Test
  void theTemplatesContainNoDefaultsOfSettings() {
    var chosen =
        BicepFile.named("main.bicep").params().stream()
            .filter(it -> it.name().equals("settings"))
            .findFirst()
            .orElseThrow();

    assertTrue(chosen.value().isPresent());
    assertEquals(Set.of(), chosen.value().names());
  }

  @Test
  void theTemplatesGiveTheTableItsDefaultName() {
    var names = BicepFile.named("main.bicep").variable("names").value();

    assertEquals(Setting.TABLE_STORAGE_TABLE.defaultValue(), Optional.of(names.at("table").text()));
  }

  private static SortedSet<String> settings(Predicate<Setting> condition) {
    return Stream.of(Setting.values())
        .filter(condition)
        .map(Setting::name)
        .collect(toCollection(TreeSet::new));
  }
}
