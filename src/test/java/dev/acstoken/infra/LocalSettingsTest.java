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

  private static final BicepValue EXAMPLE =
      AzdProject.json(Path.of("local.settings.json.example")).at("Values");

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
}
