package dev.acstoken.infra;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.settings.Settings;
import dev.acstoken.settings.SettingsException;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The deployed app has the settings that the endpoint reads, its host and credential, no others.
 */
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

  /** What the endpoint reads and a template must not set: secrets, and what Azure sets itself. */
  private static final Set<String> NOT_SET =
      Set.of(
          "COMMUNICATION_SERVICES_ACCESSKEY",
          "COMMUNICATION_SERVICES_CONNECTION_STRING",
          "TABLE_STORAGE_CONNECTION_STRING",
          "WEBSITE_INSTANCE_ID");

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

  private static final Map<String, String> LEAST =
      Map.of(
          "COMMUNICATION_SERVICES_ENDPOINT", "https://contoso.communication.azure.com",
          "TABLE_STORAGE_ENDPOINT", "https://contoso.table.core.windows.net/",
          "AUTH_ISSUER", "https://login.example/tenant/v2.0",
          "AUTH_AUDIENCE", "api://tokens");

  /** One of these leads past every check that a setting's value decides about. */
  private static final List<String> VALUES =
      List.of(
          "",
          "true",
          "60",
          "chat",
          "identities",
          "https://contoso.communication.azure.com",
          "http://localhost:7072",
          "9f1c6a2e-0000-4000-8000-000000000000",
          "endpoint=https://contoso.communication.azure.com;accesskey=a2V5",
          "AccountName=contoso;AccountKey=a2V5");

  @Test
  void areThoseThatTheEndpointReads() {
    var expected = new TreeSet<>(namesThatAreRead());
    expected.removeAll(NOT_SET);
    expected.addAll(OF_THE_HOST);
    expected.add(OF_THE_CREDENTIAL);

    assertEquals(expected, new TreeSet<>(settings().keySet()));
  }

  @Test
  void holdNoSecretAndNothingThatFlexConsumptionForbids() {
    assertAll(
        () -> assertTrue(namesThatAreRead().containsAll(NOT_SET), "the list above is true"),
        () -> assertFalse(settings().keySet().stream().anyMatch(NOT_SET::contains)),
        () -> assertFalse(settings().keySet().stream().anyMatch(FORBIDDEN::contains)));
  }

  @Test
  void letTheHostItsTelemetryAndTheEndpointInWithTheIdentity() {
    assertAll(
        () -> assertEquals("managedidentity", settings().get("AzureWebJobsStorage__credential")),
        () ->
            assertEquals(
                "'ClientId=${identityClientId};Authorization=AAD'",
                settings().get("APPLICATIONINSIGHTS_AUTHENTICATION_STRING")),
        () -> assertEquals("ManagedIdentityCredential", settings().get(OF_THE_CREDENTIAL)));
  }

  /** So that a deployed endpoint does what an endpoint does of which nothing is set. */
  @Test
  void haveTheDefaultsOfTheEndpoint() {
    var defaults = new HashMap<>(LEAST);
    BicepFile.named("main.bicep").params().stream()
        .filter(it -> it.value().isPresent())
        .forEach(it -> defaults.put(AzdProject.variable(it.name()), it.value().text()));
    defaults.keySet().retainAll(namesThatAreRead());

    assertTrue(defaults.size() > LEAST.size() + 4, "defaults were found: " + defaults);
    assertEquals(Settings.of(LEAST), Settings.of(defaults));
  }

  @Test
  void nameTheTableAsTheEndpointDoes() {
    var names =
        BicepFile.named("main.bicep").variables().stream()
            .filter(it -> it.name().equals("names"))
            .findFirst()
            .orElseThrow();

    assertEquals(names.value().at("table").text(), Settings.of(LEAST).table().tableName());
  }

  private static Map<String, String> settings() {
    return BicepFile.deployed("Microsoft.Web/sites")
        .flatMap(it -> it.property("siteConfig", "appSettings").items())
        .collect(toMap(it -> it.at("name").text(), it -> it.at("value").text()));
  }

  /** The names that reading settings asks for, whatever way the values lead it. */
  private static Set<String> namesThatAreRead() {
    var names = new TreeSet<>(LEAST.keySet());
    int before;
    do {
      before = names.size();
      for (String name : new ArrayList<>(names)) {
        for (String value : VALUES) {
          names.addAll(read(Map.of(name, value)));
          var environment = new HashMap<>(LEAST);
          environment.put(name, value);
          names.addAll(read(environment));
        }
      }
    } while (names.size() > before);
    return names;
  }

  private static Set<String> read(Map<String, String> environment) {
    var asked = new TreeSet<String>();
    try {
      Settings.of(
          new AbstractMap<>() {
            @Override
            public @Nullable String get(Object name) {
              asked.add(String.valueOf(name));
              return environment.get(name);
            }

            @Override
            public Set<Entry<String, String>> entrySet() {
              throw new UnsupportedOperationException("settings are read by their names");
            }
          });
    } catch (SettingsException e) {
      // What was asked for until then counts too.
      assertFalse(asked.isEmpty());
    }
    return asked;
  }
}
