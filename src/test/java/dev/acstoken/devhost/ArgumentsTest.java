package dev.acstoken.devhost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {

  @Test
  void hasDefaults() {
    assertEquals(
        new Arguments("localhost", 7071, 7072, 7073, 10002, false), Arguments.parse(Map.of()));
  }

  @Test
  void prefersOptionsToTheEnvironment() {
    var environment =
        Map.of(
            "ACSTOKEN_HOST",
            "127.0.0.1",
            "ACSTOKEN_ENDPOINT_PORT",
            "1",
            "ACSTOKEN_ISSUER_PORT",
            "");

    assertEquals(
        new Arguments("127.0.0.1", 8071, 7072, 0, 8002, false),
        Arguments.parse(
            environment, "--endpoint-port=8071", "--emulator-port=0", "--azurite-port=8002"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"WEBSITE_POD_NAME", "WEBSITE_INSTANCE_ID", "WEBSITE_SKU"})
  void refusesToRunInAzure(String variable) {
    var thrown =
        assertThrows(
            IllegalArgumentException.class, () -> Arguments.parse(Map.of(variable, "4f2a")));

    assertTrue(String.valueOf(thrown.getMessage()).contains("does not run in Azure"));
  }

  @Test
  void readsTheHelpOption() {
    assertTrue(Arguments.parse(Map.of(), "--help").help());
    assertFalse(Arguments.HELP.isBlank());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--port=1", "7071", "--host", "--issuer-port=", "--issuer-port=65536"})
  void refusesInvalidArguments(String argument) {
    assertThrows(IllegalArgumentException.class, () -> Arguments.parse(Map.of(), argument));
  }
}
