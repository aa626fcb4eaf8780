package dev.acstoken.infra;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.settings.Setting;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The deployed app has the settings that the endpoint, its host and its credential read. */
class AppSettingsTest {

  /** What the Functions host itself needs: its storage and its telemetry, both without keys. */
  private static final Set<String> OF_THE_HOST =
      Set.of(
          "AzureWebJobsStorage__blobServiceUri",
          "AzureWebJobsStorage__credential",
          "AzureWebJobsStorage__clientId",
          "APPLICATIONINSIGHTS_CONNECTION_STRING",
          "APPLICATIONINSIGHTS_AUTHENTICATION_STRING",
          "APPLICATIONINSIGHTS_ENABLE_AGENT");

  /** What azure-identity reads: which credential, so that it tries no other. */
  private static final String OF_THE_CREDENTIAL = "AZURE_TOKEN_CREDENTIALS";

  /** What Flex Consumption refuses, ignores, or takes from functionAppConfig instead. */
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

  private static final BicepFile FUNCTIONS = BicepFile.named("app/functions.bicep");

  private static final BicepValue OF_THE_DEPLOYMENT =
      FUNCTIONS.variable("deploymentSettings").value();

  @Test
  void theDeploymentSetsWhatItKnowsAndWhatIsRequired() {
    var expected = settings(setting -> setting.isSetByTemplates() || setting.isRequired());
    expected.addAll(OF_THE_HOST);
    expected.add(OF_THE_CREDENTIAL);

    assertEquals(expected, new TreeSet<>(OF_THE_DEPLOYMENT.names()));
  }

  @Test
  void theOperatorMayChooseTheRest() {
    assertEquals(
        settings(setting -> setting.isChosenByOperator() && !setting.isRequired()),
        new TreeSet<>(AzdProject.settings().keySet()));
  }

  @Test
  void everyAppSettingIsOneOfThese() {
    var main = BicepFile.named("main.bicep");
    var module =
        main.modules().stream()
            .filter(it -> it.path().equals(FUNCTIONS.name()))
            .findFirst()
            .orElseThrow();
    var site = BicepFile.deployed("Microsoft.Web/sites").findFirst().orElseThrow();

    assertAll(
        () -> assertEquals("settings", module.body().at("params", "settings").text()),
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
  void holdNoSecretAndNothingThatFlexConsumptionForbids() {
    Set<String> names = new TreeSet<>(OF_THE_DEPLOYMENT.names());
    names.addAll(AzdProject.settings().keySet());
    var notSet = settings(setting -> !setting.isSetByTemplates() && !setting.isChosenByOperator());

    assertAll(
        () ->
            assertTrue(
                notSet.containsAll(
                    Set.of(
                        "COMMUNICATION_SERVICES_ACCESSKEY",
                        "COMMUNICATION_SERVICES_CONNECTION_STRING",
                        "TABLE_STORAGE_CONNECTION_STRING")),
                "secrets are declared as such: " + notSet),
        () -> assertTrue(Collections.disjoint(names, notSet), names::toString),
        () -> assertTrue(Collections.disjoint(names, FORBIDDEN), names::toString));
  }

  @Test
  void letTheHostItsTelemetryAndTheEndpointInWithTheIdentity() {
    assertAll(
        () ->
            assertEquals(
                "managedidentity", OF_THE_DEPLOYMENT.at("AzureWebJobsStorage__credential").text()),
        () ->
            assertEquals(
                "'ClientId=${identityClientId};Authorization=AAD'",
                OF_THE_DEPLOYMENT.at("APPLICATIONINSIGHTS_AUTHENTICATION_STRING").text()),
        () ->
            assertEquals(
                "ManagedIdentityCredential", OF_THE_DEPLOYMENT.at(OF_THE_CREDENTIAL).text()));
  }

  /** A default in the templates would be a second declaration, which could differ. */
  @Test
  void leaveDefaultsToTheEndpoint() {
    var chosen =
        BicepFile.named("main.bicep").params().stream()
            .filter(it -> it.name().equals("settings"))
            .findFirst()
            .orElseThrow();

    assertTrue(chosen.value().isPresent());
    assertEquals(Set.of(), chosen.value().names());
  }

  @Test
  void nameTheTableAsTheEndpointDoes() {
    var names = BicepFile.named("main.bicep").variable("names").value();

    assertEquals(Setting.TABLE_STORAGE_TABLE.defaultValue(), Optional.of(names.at("table").text()));
  }

  private static SortedSet<String> settings(Predicate<Setting> which) {
    return Stream.of(Setting.values())
        .filter(which)
        .map(Setting::name)
        .collect(toCollection(TreeSet::new));
  }
}
