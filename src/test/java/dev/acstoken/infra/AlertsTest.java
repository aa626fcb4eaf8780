package dev.acstoken.infra;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Verifies that the alerts query existing functions and fire when something is wrong. */
class AlertsTest {

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
            "guessedInvitations",
            "throttling",
            "unhealthy"),
        BicepFile.deployed()
            .filter(
                it -> it.type().matches("Microsoft.Insights/(scheduledQueryRules|metricAlerts)"))
            .map(BicepFile.Resource::symbol)
            .collect(toSet()));
  }

  @Test
  void everyRuleRunsTheQueryOfItsName() {
    assertAll(
        rules()
            .map(
                it ->
                    () ->
                        assertEquals(
                            "'" + queryOf(it).name().replaceAll("alerts/|\\.kql", "") + "-",
                            it.body().at("name").text().replaceAll("\\$\\{.*", ""))));
  }

  @Test
  void everyQueryOfAnAlertIsUsed() {
    assertEquals(
        Query.all().stream().filter(Query::isOfAlert).toList(),
        rules().map(AlertsTest::queryOf).sorted(Comparator.comparing(Query::name)).toList());
  }

  /** The window of the rule limits the query. */
  @Test
  void theQueriesHaveNoTimeRangeOfTheirOwn() {
    assertAll(
        rules()
            .map(AlertsTest::queryOf)
            .map(it -> () -> assertFalse(it.statements().contains("ago("), it.name())));
  }

  /** Otherwise any stranger could wake the person on call with a few large bodies. */
  @Test
  void aBodyAboveTheLimitOfTheHostIsNoFailedRequest() {
    assertTrue(
        query("errors")
            .contains(
                "| join kind=leftanti (AppExceptions | where InnermostType endswith"
                    + " \"BadHttpRequestException\") on OperationId"));
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
                    + " | where Message startswith \"event=request \" and SeverityLevel == 1"
                    + " | parse-kv Message as (outcome: string) with (pair_delimiter=' ',"
                    + " kv_delimiter='=')"
                    + " | where outcome == \"key_unavailable\" ) on OperationId | summarize"));
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
    assertAll(
        rules()
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
        rules()
            .map(
                it ->
                    queryOf(it)
                        .text()
                        .strip()
                        .lines()
                        .reduce((first, last) -> last)
                        .orElse("")
                        .strip())
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
    return rules().filter(it -> it.symbol().equals(symbol)).findFirst().orElseThrow();
  }

  /** Returns the query of a rule on one line. */
  private static String query(String symbol) {
    return queryOf(rule(symbol)).statements().replaceAll("\\s+", " ");
  }

  private static Query queryOf(BicepFile.Resource rule) {
    var criterion = rule.property("criteria", "allOf").items().findFirst().orElseThrow();
    return Query.loadedBy(criterion.at("query"));
  }

  private static Stream<BicepFile.Resource> rules() {
    return BicepFile.deployed("Microsoft.Insights/scheduledQueryRules");
  }
}
