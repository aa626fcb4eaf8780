package dev.acstoken.devhost;

import static dev.acstoken.emulator.server.TrustedOrigins.OF_THIS_MACHINE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {

  @Test
  void hasDefaults() {
    assertEquals(
        new Arguments("localhost", 7071, 7072, 7073, 10002, OF_THIS_MACHINE, false),
        Arguments.parse(Map.of()));
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
        new Arguments("127.0.0.1", 8071, 7072, 0, 8002, OF_THIS_MACHINE, false),
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
  void anOptionOrAVariableNamesSeveralOrigins() {
    var variable = Map.of("ACSTOKEN_CORS_ORIGIN", "https://a.example, http://192.0.2.7:5173,");

    assertEquals(
        Set.of("https://a.example", "http://192.0.2.7:5173"),
        Arguments.parse(variable).origins().named());
    assertEquals(
        Set.of("https://b.example", "https://c.example", "https://d.example"),
        Arguments.parse(
                variable,
                "--cors-origin=https://b.example",
                "--cors-origin=https://c.example,https://d.example")
            .origins()
            .named());
  }

  @Test
  void readsTheHelpOption() {
    assertTrue(Arguments.parse(Map.of(), "--help").help());
    assertFalse(Arguments.HELP.isBlank());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--port=1",
        "7071",
        "--host",
        "--issuer-port=",
        "--issuer-port=65536",
        "--cors-origin=*"
      })
  void refusesInvalidArguments(String argument) {
    assertThrows(IllegalArgumentException.class, () -> Arguments.parse(Map.of(), argument));
  }
}
