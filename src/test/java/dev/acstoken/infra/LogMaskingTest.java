package dev.acstoken.infra;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.contract.Contract;
import dev.acstoken.contract.ContractOperation;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies that the transformations of the workspace leave no id of a user or of ACS in a URL. */
class LogMaskingTest {

  private static final BicepFile MONITORING = BicepFile.named("app/monitoring.bicep");
  private static final BicepValue TRANSFORMATIONS = MONITORING.variable("transformations").value();

  /**
   * The functions that the transformations use. All are in the list of supported features of KQL
   * that Microsoft documents; {@code iff} is in an example on the same page.
   */
  private static final Set<String> SUPPORTED = Set.of("extract", "iff", "pack");

  @Test
  void onlySupportedFunctionsAreUsed() {
    var used =
        matches("\\b([a-z_0-9]+)\\(", transformations().replaceAll("(?m)join\\(", ""))
            .map(it -> it.group(1))
            .toList();

    assertFalse(used.isEmpty());
    assertAll(used.stream().map(it -> () -> assertTrue(SUPPORTED.contains(it), it)));
  }

  @Test
  void noUrlOfARequestNamesAUserOrAnIdentity() {
    assertAll(
        Contract.SERVED.operations().stream()
            .map(ContractOperation::path)
            .flatMap(path -> Stream.of("/api" + path, "/API" + path.toUpperCase(Locale.ROOT)))
            .map(path -> "https://func-x.azurewebsites.net" + path.replaceAll("\\{\\w+}", "alice"))
            .map(
                url ->
                    () -> {
                      var kept = extracted("AppRequests", 0, url);
                      assertFalse(kept.contains("alice"), kept);
                      assertTrue(kept.startsWith("https://func-x.azurewebsites.net/"), kept);
                    }));
  }

  /** The path stands in Properties a second time, so only some of them are kept. */
  @Test
  void thePropertiesOfARequestLoseThePath() {
    var kept =
        matches("\"(\\w+)\", Properties\\.\\1\\b", transformation("AppRequests"))
            .map(it -> it.group(1))
            .toList();

    assertTrue(kept.contains("InvocationId"), kept.toString());
    assertFalse(kept.contains("HttpPath"), kept.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "https://x.communication.azure.com/identities/8:acs:1/:issueAccessToken, https://x.communication.azure.com/identities",
    "https://st.table.core.windows.net/identities(PartitionKey='1'), https://st.table.core.windows.net/identities"
  })
  void noUrlOfADependencyNamesAnIdentity(String url, String expected) {
    assertEquals(expected, extracted("AppDependencies", 0, url));
  }

  @Test
  void noNameOfADependencyNamesAnIdentity() {
    assertEquals(
        "POST /identities",
        extracted("AppDependencies", 1, "POST /identities/8:acs:1/:issueAccessToken"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://x.communication.azure.com/identities/8:acs:1/:issueAccessToken",
        "x.communication.azure.com/identities/8:acs:1",
        "/identities/8:acs:1"
      })
  void noRequestInTheLogOfAcsNamesAnIdentity(String uri) {
    var kept = extracted("ACSAuthIncomingOperations", 0, uri);

    assertTrue(kept.endsWith("/identities"), kept);
  }

  /** The rule needs the workspace, and the workspace needs the rule. */
  @Test
  void theWorkspaceIsDeployedAgainWithTheRule() {
    var first = module("workspace");
    var second = module("maskedWorkspace");

    assertEquals("", first.condition());
    assertEquals("''", first.body().at("params", "ruleId").text().replaceAll("^$", "''"));
    assertEquals("(maskIds)", second.condition());
    assertEquals("maskingRule.id", second.body().at("params", "ruleId").text());
    for (var param : Set.of("name", "location", "tags", "dailyCapGb")) {
      assertEquals(
          first.body().at("params", param).text(), second.body().at("params", param).text(), param);
    }
  }

  private static String extracted(String table, int index, String text) {
    var pattern =
        matches("extract\\(@\"([^\"]+)\", 1, \\w+\\)", transformation(table))
            .map(it -> it.group(1))
            .skip(index)
            .findFirst()
            .orElseThrow();
    var found = Pattern.compile(pattern).matcher(text);
    return found.find() ? found.group(1) : "";
  }

  private static String transformation(String table) {
    return TRANSFORMATIONS.at(table).text();
  }

  private static String transformations() {
    return String.join(
        "\n", TRANSFORMATIONS.names().stream().map(LogMaskingTest::transformation).toList());
  }

  private static BicepFile.Module module(String symbol) {
    return MONITORING.modules().stream()
        .filter(it -> it.symbol().equals(symbol))
        .findFirst()
        .orElseThrow();
  }

  private static Stream<MatchResult> matches(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results();
  }
}
