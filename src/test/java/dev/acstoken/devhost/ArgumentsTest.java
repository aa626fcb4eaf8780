package dev.acstoken.devhost;

import static dev.acstoken.emulator.server.TrustedOrigins.OF_THIS_MACHINE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {

  private static final Optional<Path> STATE = Optional.of(Path.of("target", "development-host"));

  @Test
  void hasDefaults() {
    assertEquals(
        new Arguments(
            "localhost", 7071, 7072, 7073, 10002, OF_THIS_MACHINE, STATE, false, false, false),
        Arguments.parse(Map.of()));
  }

  @Test
  void prefersOptionsToTheEnvironment() {
    var environment =
        Map.of(
            "ACSTOKEN_HOST", "127.0.0.1",
            "ACSTOKEN_ENDPOINT_PORT", "1",
            "ACSTOKEN_ISSUER_PORT", "",
            "ACSTOKEN_FRESH", "true",
            "ACSTOKEN_VERBOSE", "true");

    assertEquals(
        new Arguments("127.0.0.1", 8071, 7072, 0, 8002, OF_THIS_MACHINE, STATE, false, true, false),
        Arguments.parse(
            environment,
            "--endpoint-port=8071",
            "--emulator-port",
            "0",
            "--azurite-port=8002",
            "--fresh=false",
            "--verbose"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a folder", "a=b", "--not-an-option", "a/folder below", "'", "\"a\""})
  void aValueMayHaveSpacesAndEqualsSigns(String folder) {
    var state = Optional.of(Path.of(folder));

    assertEquals(state, Arguments.parse(Map.of(), "--state=" + folder).state());
    assertEquals(state, Arguments.parse(Map.of("ACSTOKEN_STATE", folder)).state());
    if (!folder.startsWith("--")) {
      assertEquals(state, Arguments.parse(Map.of(), "--state", folder).state());
    }
  }

  @Test
  void theLastOfSeveralValuesCounts() {
    assertEquals(
        2, Arguments.parse(Map.of(), "--issuer-port=1", "--issuer-port", "2").issuerPort());
  }

  @ParameterizedTest
  @ValueSource(strings = {"WEBSITE_POD_NAME", "WEBSITE_INSTANCE_ID", "WEBSITE_SKU"})
  void refusesToRunInAzure(String variable) {
    assertTrue(refusal(Map.of(variable, "4f2a")).contains("does not run in Azure"));
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
                "--cors-origin",
                "https://c.example,https://d.example")
            .origins()
            .named());
  }

  @Test
  void readsTheHelpOption() {
    assertTrue(Arguments.parse(Map.of("ACSTOKEN_UNKNOWN", "1"), "--help").help());
    assertTrue(Arguments.parse(Map.of(), "-h").help());
    assertFalse(Arguments.parse(Map.of()).help());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--host=HOST",
        "--endpoint-port=PORT",
        "ACSTOKEN_ENDPOINT_PORT, by default 7071",
        "--azurite-port=PORT",
        "10002",
        "ACSTOKEN_CORS_ORIGIN",
        "ACSTOKEN_STATE",
        "ACSTOKEN_FRESH",
        "ACSTOKEN_VERBOSE"
      })
  void theHelpNamesOptionsVariablesAndDefaults(String part) {
    assertTrue(Arguments.HELP.replaceAll("\\s+", " ").contains(part), Arguments.HELP);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --port=1             | There is no option "--port".
          --endpont-port=7080  | There is no option "--endpont-port". Do you mean --endpoint-port?
          --frsh               | There is no option "--frsh". Do you mean --fresh?
          --xyz                | There is no option "--xyz". --help lists the options.
          7071                 | There is no option "7071". --help lists the options.
          --host               | Missing required parameter for option '--host' (HOST).
          --issuer-port=       | "--issuer-port=" has no value.
          --issuer-port=65536  | it must be a number from 0 to 65535, not "65536"
          --issuer-port=+1     | it must be a number from 0 to 65535, not "+1"
          --fresh=perhaps      | '--fresh'
          --cors-origin=*      | "*" is not an origin
          """)
  void refusesInvalidArguments(String argument, String message) {
    assertTrue(refusal(Map.of(), argument).contains(message), refusal(Map.of(), argument));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ACSTOKEN_ENDPONT_PORT  | 1     | There is no variable ACSTOKEN_ENDPONT_PORT. Do you mean ACSTOKEN_ENDPOINT_PORT?
          ACSTOKEN_XYZ           | 1     | There is no variable ACSTOKEN_XYZ. --help lists the variables.
          ACSTOKEN_HELP          | true  | There is no variable ACSTOKEN_HELP.
          ACSTOKEN_ISSUER_PORT   | 4f2a  | The variable ACSTOKEN_ISSUER_PORT:
          """)
  void refusesInvalidVariables(String variable, String value, String message) {
    assertTrue(
        refusal(Map.of(variable, value)).startsWith(message), refusal(Map.of(variable, value)));
  }

  private static String refusal(Map<String, String> environment, String... arguments) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> Arguments.parse(environment, arguments))
            .getMessage());
  }
}
