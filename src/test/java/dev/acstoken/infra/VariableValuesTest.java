package dev.acstoken.infra;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.infra.BicepFile.Declaration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Verifies that no value of a variable is dropped on its way into the deployment: azd sends every
 * text, and the templates refuse what they cannot read by the name of its variable.
 */
class VariableValuesTest {

  private static final BicepFile MAIN = BicepFile.named("main.bicep");

  /** Values that somebody might type, and that are neither a switch, nor a number, nor a choice. */
  private static final List<String> WRONG =
      List.of(
          "no",
          "on",
          "yes",
          "off",
          "1e3",
          "60m",
          " 50",
          "17.0",
          "False ",
          "007",
          "+5",
          "-1",
          "٣",
          "0x10",
          "99999999999999999999",
          "two",
          "1,000",
          "true,false",
          " ");

  /** What every deployment needs. */
  private static final String SIGN_IN =
      """
      using '../../../infra/main.bicep'
      param environmentName = 'test'
      param location = 'westeurope'
      param authIssuer = 'https://login.example.com/'
      param authAudience = 'api://acs'
      """;

  @ParameterizedTest
  @MethodSource("parameters")
  void azdSendsEveryTextOfAVariable(Declaration parameter) {
    assertAll(
        Stream.concat(WRONG.stream(), Stream.of("true", "TRUE", "21", "some text"))
            .map(it -> () -> assertEquals(Optional.of(it), AzdReading.sent(parameter, it), it)));
  }

  /** A pipeline sets variables that a laptop does not set to an empty text. */
  @ParameterizedTest
  @MethodSource("optionalTexts")
  void anEmptyVariableIsTheSameAsNone(Declaration parameter) {
    assertEquals(Optional.empty(), AzdReading.sent(parameter, ""));
    assertFalse(parameter.decorators().at("allowed").isPresent());
  }

  @Test
  void azdWouldDropAValueThatIsNoSwitchOrNumber() {
    var none = new BicepValue(Optional.empty());

    assertEquals(
        Optional.empty(), AzdReading.sent(new Declaration("it", "bool", none, none), "no"));
    assertEquals(
        Optional.empty(), AzdReading.sent(new Declaration("it", "int", none, none), "60m"));
  }

  /** A parameter that is in no table is not checked. */
  @Test
  void everyVariableIsASwitchAChoiceANumberOrAText() {
    var checked = new TreeMap<String, String>();
    MAIN.variable("switches")
        .value()
        .names()
        .forEach(it -> checked.put(it, MAIN.variable("switches").value().at(it).text()));
    Stream.of("choices", "numbers")
        .map(it -> MAIN.variable(it).value())
        .forEach(
            table -> table.names().forEach(it -> checked.put(it, table.at(it, "text").text())));
    var texts = MAIN.variable("texts").value().text();
    AzdProject.parametersOfOneVariable().stream()
        .filter(it -> texts.contains("  " + AzdProject.variable(it) + ": "))
        .forEach(it -> checked.put(AzdProject.variable(it), it));

    var expected = new TreeMap<String, String>();
    AzdProject.parametersOfOneVariable().stream()
        .filter(it -> !AzdProject.variable(it).startsWith("AZURE_"))
        .forEach(it -> expected.put(AzdProject.variable(it), it));
    assertTrue(texts.startsWith("union(settings, {"), texts);
    assertEquals(expected, checked);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7})
  void theDeploymentRefusesAValueThatItCannotReadByTheNameOfItsVariable(int shift)
      throws Exception {
    var wrong = new TreeMap<String, String>();
    var names = List.copyOf(checkedVariables());
    for (int i = 0; i < names.size(); i++) {
      wrong.put(names.get(i), WRONG.get((i + shift) % WRONG.size()));
    }

    var refusal = refusal("wrong-" + shift, wrong);

    assertAll(
        wrong.entrySet().stream()
            .map(
                it ->
                    () ->
                        assertTrue(
                            refusal.matches(
                                "(?s).*\\b%s must be [^\"]+, but is \"\\Q%s\\E\".*"
                                    .formatted(it.getKey(), it.getValue())),
                            it + " in " + refusal)));
  }

  @Test
  void theDeploymentRefusesANumberBeyondItsBounds() throws Exception {
    var numbers = new TreeMap<String, String>();
    MAIN.variable("numbers")
        .value()
        .names()
        .forEach(
            it -> {
              var max = MAIN.variable("numbers").value().at(it, "max").text();
              numbers.put(it, String.valueOf(Double.valueOf(max).intValue() + 1));
            });
    numbers.put("TOKEN_LIFETIME_MINUTES", "59");
    numbers.put("FUNCTIONS_HTTP_CONCURRENCY", "0");

    var refusal = refusal("bounds", numbers);

    assertAll(
        numbers.entrySet().stream()
            .map(
                it ->
                    () ->
                        assertTrue(
                            refusal.contains("but is \"" + it.getValue() + "\""),
                            it + " in " + refusal)));
  }

  @Test
  void theDeploymentAcceptsEverySpellingThatIsClear() throws Exception {
    var snapshot =
        BicepCompiler.find()
            .snapshot(
                "clear",
                SIGN_IN
                    + params(
                        Map.of(
                            "COMMUNICATION_DATA_LOCATION", "united states",
                            "PRIVATE_NETWORKING", "TRUE",
                            "ZONE_REDUNDANT", "False",
                            "DEPLOYER_ACCESS", "",
                            "FUNCTIONS_JAVA_VERSION", "17",
                            "FUNCTIONS_MAXIMUM_INSTANCES", "1",
                            "READ_AHEAD", "False",
                            "TOKEN_LIFETIME_MINUTES", "60")));

    assertEquals("", snapshot.refusal());
    assertEquals(
        "United States",
        property(snapshot, "Microsoft.Communication/communicationServices", "dataLocation"));
    assertEquals(
        "Disabled", property(snapshot, "Microsoft.Storage/storageAccounts", "publicNetworkAccess"));
    assertEquals(
        "1",
        property(
            snapshot,
            "Microsoft.Web/sites",
            "functionAppConfig",
            "scaleAndConcurrency",
            "maximumInstanceCount"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "C:/Program Files/Git/subscriptions/x",
        "/subscriptions/x/resourceGroups/y",
        "my-acs",
        "/subscriptions/x/resourceGroups/y/providers/Microsoft.Web/sites/name"
      })
  void theDeploymentRefusesAnAcsResourceThatIsNotAnId(String id) throws Exception {
    assertTrue(
        refusal("wrong-id", Map.of("EXISTING_COMMUNICATION_SERVICE_ID", id))
            .contains(" EXISTING_COMMUNICATION_SERVICE_ID must be the id of an ACS resource"));
  }

  @Test
  void theDeploymentRefusesAPlaceholderOrAVariableOfTheShell() throws Exception {
    var refusal =
        refusal(
            "unfinished",
            Map.of(
                "CORS_ORIGINS", "https://<host>",
                "ALERT_EMAIL", "${MAIL}",
                "AUTH_USER_CLAIM", "$(claim)",
                "TOKEN_SCOPES", "chat"));

    assertTrue(
        refusal.contains(" is still in ALERT_EMAIL, AUTH_USER_CLAIM, CORS_ORIGINS. "), refusal);
  }

  @Test
  void aNewAcsResourceNeedsADataLocationAndAnExistingOneDoesNot() throws Exception {
    var missing = refusal("no-data-location", Map.of());
    var existing =
        BicepCompiler.find()
            .snapshot(
                "existing",
                SIGN_IN
                    + params(
                        Map.of(
                            "EXISTING_COMMUNICATION_SERVICE_ID",
                            "/subscriptions/%s/resourceGroups/chat/providers/Microsoft.Communication/communicationServices/acs"
                                .formatted(BicepCompiler.SUBSCRIPTION))));

    assertTrue(missing.contains("Set COMMUNICATION_DATA_LOCATION to "), missing);
    assertTrue(missing.contains(" Africa, Asia Pacific, "), missing);
    assertEquals("", existing.refusal());
  }

  /** An empty variable is not among them, so that a default stays a default. */
  @Test
  void theDeploymentSaysWhichVariablesItReceived() throws Exception {
    var snapshot =
        BicepCompiler.find()
            .snapshot(
                "received",
                """
                using '../../../infra/main.bicep'
                param environmentName = 'test'
                param location = 'westeurope'
                param authIssuers = [{ issuer: 'https://login.example.com/', audiences: ['api'] }]
                """
                    + params(
                        Map.of(
                            "COMMUNICATION_DATA_LOCATION", "europe",
                            "ZONE_REDUNDANT", "TRUE",
                            "FUNCTIONS_HTTP_CONCURRENCY", "8",
                            "ALERT_EMAIL", "",
                            "TOKEN_LIFETIME_MINUTES", "60")));

    assertEquals(
        Set.of(
            "AUTH_ISSUERS=[{\"issuer\":\"https://login.example.com/\",\"audiences\":[\"api\"]}]",
            "COMMUNICATION_DATA_LOCATION=europe",
            "ZONE_REDUNDANT=TRUE",
            "FUNCTIONS_HTTP_CONCURRENCY=8",
            "TOKEN_LIFETIME_MINUTES=60"),
        Set.of(snapshot.outputs().at("DEPLOYED_VARIABLES").text().split("\n")));
  }

  private static String refusal(String name, Map<String, String> variables) throws Exception {
    var snapshot = BicepCompiler.find().snapshot(name, SIGN_IN + params(variables));
    assertEquals(List.of(), snapshot.resources());
    return snapshot.refusal();
  }

  private static String params(Map<String, String> variables) {
    var lines = new ArrayList<String>();
    AzdProject.parametersOfOneVariable().stream()
        .filter(it -> variables.containsKey(AzdProject.variable(it)))
        .map(it -> "param %s = %s".formatted(it, quoted(variables.get(AzdProject.variable(it)))))
        .forEach(lines::add);
    lines.add(
        AzdProject.settings().keySet().stream()
            .map(it -> "  %s: %s".formatted(it, quoted(variables.getOrDefault(it, ""))))
            .collect(joining("\n", "param settings = {\n", "\n}")));
    return String.join("\n", lines) + "\n";
  }

  private static String quoted(@Nullable String text) {
    return "'" + String.valueOf(text).replace("${", "\\${") + "'";
  }

  private static String property(BicepCompiler.Snapshot snapshot, String type, String... path) {
    return snapshot.resources(type).findFirst().orElseThrow().at("properties").at(path).text();
  }

  private static Set<String> checkedVariables() {
    var settings = BicepFile.named("app/settings.bicep");
    var checked =
        Stream.concat(
                Stream.of("switches", "choices", "numbers").map(MAIN::variable),
                Stream.of(settings.variable("settingNumbers")))
            .flatMap(it -> it.value().names().stream())
            .collect(toCollection(TreeSet::new));
    settings
        .variable("settingSwitches")
        .value()
        .items()
        .map(BicepValue::text)
        .forEach(checked::add);
    return checked;
  }

  static Stream<Declaration> parameters() {
    return MAIN.params().stream()
        .filter(it -> AzdProject.parametersOfOneVariable().contains(it.name()));
  }

  static Stream<Declaration> optionalTexts() {
    return parameters()
        .filter(it -> it.type().equals("string") && it.value().isPresent())
        .filter(it -> !it.name().equals("principalType"));
  }
}
