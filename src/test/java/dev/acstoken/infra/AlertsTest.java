package dev.acstoken.infra;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.StateChange;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Verifies that the alerts query existing functions and fire when something is wrong. */
class AlertsTest {

  /** A comparison of a column with a quoted value, or with several. */
  private static final Pattern COMPARED =
      Pattern.compile("(\\w+) (?:==|in|!in) \\(?('[^'\n]+'(?:, '[^'\n]+')*)");

  private static final Pattern QUOTED = Pattern.compile("'([^']+)'");

  @Test
  void everyKindOfFailureHasAnAlert() {
    assertEquals(
        Set.of(
            "errors",
            "slowness",
            "refusals",
            "failedRecovery",
            "missingRecovery",
            "replacedIdentities",
            "unconfirmedIdentities",
            "misconfigured",
            "newIdentities",
            "throttling",
            "unhealthy"),
        BicepFile.deployed()
            .filter(
                it -> it.type().matches("Microsoft.Insights/(scheduledQueryRules|metricAlerts)"))
            .map(BicepFile.Resource::symbol)
            .collect(toSet()));
  }

  @Test
  void theQueriesNameExistingFunctions() {
    var functions = FunctionNames.all();
    var named = compared("OperationName").collect(toSet());
    compared("operation").forEach(named::add);

    assertTrue(functions.containsAll(named), named + " of " + functions);
    assertTrue(named.containsAll(Set.of("Recovery", "IssueToken", "Health")));
  }

  @Test
  void theQueriesNameExistingCodesAndChanges() {
    assertEquals(
        Set.of(
            ErrorCode.FORBIDDEN.code(),
            ErrorCode.IDENTITY_UNCONFIRMED.code(),
            ErrorCode.KEY_UNAVAILABLE.code(),
            ErrorCode.MISCONFIGURED.code()),
        compared("outcome").collect(toSet()));
    assertEquals(
        Set.of(StateChange.Kind.IDENTITY_REPLACED.eventName()),
        compared("change").collect(toSet()));
  }

  /** Otherwise any stranger could wake the person on call with a few large bodies. */
  @Test
  void aBodyAboveTheLimitOfTheHostIsNoFailedRequest() {
    assertTrue(
        query("errors")
            .contains(
                "| join kind=leftanti (AppExceptions | where InnermostType endswith"
                    + " 'BadHttpRequestException') on OperationId"));
  }

  /**
   * Otherwise any stranger could wake the person on call with made-up key ids. The event of such a
   * request is a warning only if fetching the keys fails.
   */
  @Test
  void anUnknownKeyIsNoFailedRequestUnlessFetchingFails() {
    assertTrue(
        query("errors")
            .contains(
                "| join kind=leftanti ( AppTraces"
                    + " | where Message startswith 'event=request ' and SeverityLevel == 1"
                    + " | parse-kv Message as (outcome: string) with (pair_delimiter=' ',"
                    + " kv_delimiter='=')"
                    + " | where outcome == 'key_unavailable' ) on OperationId | summarize"));
  }

  /** An unknown key gets 503, so made-up key ids do not count as refused requests either. */
  @Test
  void refusalsAreOnlyMissingOrInvalidTokensAndMissingPermissions() {
    assertTrue(query("refusals").contains("Refused = countif(status in (401, 403))"));
  }

  @Test
  void everyReplacedIdentityAlertsAlthoughAnotherAlertIsActive() {
    var criterion =
        rule("replacedIdentities").property("criteria", "allOf").items().findFirst().orElseThrow();

    assertEquals(
        "user", criterion.at("dimensions").items().findFirst().orElseThrow().at("name").text());
  }

  @Test
  void anHourWithoutRecoveryAlerts() {
    assertEquals("PT1H", rule("missingRecovery").property("windowSize").text());
  }

  @Test
  void anAlertFiresWhenItsQueryReturnsARow() {
    var rules = BicepFile.deployed("Microsoft.Insights/scheduledQueryRules").toList();

    assertAll(
        rules.stream()
            .flatMap(it -> it.property("criteria", "allOf").items())
            .map(
                it ->
                    () ->
                        assertEquals(
                            "Count GreaterThan 0",
                            "%s %s %s"
                                .formatted(
                                    it.at("timeAggregation").text(),
                                    it.at("operator").text(),
                                    it.at("threshold").text()))));
    assertAll(
        queries()
            .map(it -> it.strip().lines().reduce((first, last) -> last).orElse("").strip())
            .map(it -> () -> assertTrue(it.startsWith("| where "), it)));
  }

  @Test
  void theProbeRequestsHealth() {
    var probe = BicepFile.deployed("Microsoft.Insights/webtests").findFirst().orElseThrow();

    assertEquals("'${endpointUrl}/health'", probe.property("Request", "RequestUrl").text());
    assertEquals("200", probe.property("ValidationRules", "ExpectedHttpStatusCode").text());
  }

  @Test
  void mailIsSentOnlyIfAnAddressIsConfigured() {
    assertEquals(
        "(!empty(email))",
        BicepFile.deployed("Microsoft.Insights/actionGroups")
            .findFirst()
            .orElseThrow()
            .condition());
  }

  private static BicepFile.Resource rule(String symbol) {
    return BicepFile.deployed("Microsoft.Insights/scheduledQueryRules")
        .filter(it -> it.symbol().equals(symbol))
        .findFirst()
        .orElseThrow();
  }

  /** Returns the query of a rule on one line. */
  private static String query(String symbol) {
    var criterion = rule(symbol).property("criteria", "allOf").items().findFirst().orElseThrow();
    return criterion.at("query").text().replaceAll("\\s+", " ");
  }

  /** Returns the values that the queries compare a column with. */
  private static Stream<String> compared(String column) {
    return queries()
        .flatMap(it -> COMPARED.matcher(it).results())
        .filter(it -> it.group(1).equals(column))
        .flatMap(it -> QUOTED.matcher(it.group(2)).results())
        .map(it -> it.group(1));
  }

  private static Stream<String> queries() {
    return BicepFile.deployed("Microsoft.Insights/scheduledQueryRules")
        .flatMap(it -> it.property("criteria", "allOf").items())
        .map(it -> it.at("query").text());
  }
}
