package dev.acstoken.infra;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.acstoken.settings.Setting;
import dev.acstoken.settings.SettingsReader;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Verifies that the example settings for Azure Functions Core Tools are valid. */
class LocalSettingsTest {

  /** The Functions host reads these itself. */
  private static final String HOST_SETTINGS =
      "FUNCTIONS_(WORKER_RUNTIME|REQUEST_BODY_SIZE_LIMIT)|AzureWebJobs.*|languageWorkers__java__arguments";

  private static final BicepValue FILE = AzdProject.json(Path.of("local.settings.json.example"));
  private static final BicepValue EXAMPLE = FILE.at("Values");

  @TestFactory
  Stream<DynamicTest> everySettingIsReadByTheEndpointOrItsHost() {
    var declared = Stream.of(Setting.values()).map(Setting::name).toList();
    return EXAMPLE.names().stream()
        .map(
            name ->
                dynamicTest(
                    name,
                    () ->
                        assertTrue(declared.contains(name) || name.matches(HOST_SETTINGS), name)));
  }

  @Test
  void theEndpointAcceptsTheExampleSettings() {
    Map<String, String> environment =
        EXAMPLE.names().stream().collect(toMap(name -> name, name -> EXAMPLE.at(name).text()));

    assertDoesNotThrow(() -> SettingsReader.read(environment));
  }

  // Startup of Azure/azure-functions-core-tools splits the list at commas and keeps spaces, and
  // CorsPolicy of dotnet/aspnetcore compares the whole origin.
  @Test
  void pagesOfUsualDevelopmentServersMayCallTheFunctionsInCoreTools() {
    var origins = FILE.at("Host", "CORS").text();

    assertTrue(origins.matches("http://localhost:\\d+(,http://localhost:\\d+)*"), origins);
    assertTrue(Stream.of(origins.split(",")).anyMatch("http://localhost:5173"::equals), origins);
  }
}
