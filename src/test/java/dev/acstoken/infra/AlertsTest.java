package dev.acstoken.infra;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Verifies that the alerts query existing functions and fire when something is wrong. */
class AlertsTest {

  private static final Pattern QUOTED = Pattern.compile("'([A-Za-z]+)'");

  @Test
  void everyKindOfFailureHasAnAlert() {
    assertEquals(
        Set.of("errors", "slowness", "failedRecovery", "throttling", "unhealthy"),
        BicepFile.deployed()
            .filter(
                it -> it.type().matches("Microsoft.Insights/(scheduledQueryRules|metricAlerts)"))
            .map(BicepFile.Resource::symbol)
            .collect(toSet()));
  }

  @Test
  void theQueriesNameExistingFunctions() {
    var functions = FunctionNames.all();
    var named =
        queries()
            .flatMap(it -> QUOTED.matcher(it).results())
            .map(it -> it.group(1))
            .collect(toSet());

    assertTrue(functions.containsAll(named), named + " of " + functions);
    assertTrue(named.containsAll(Set.of("Recovery", "IssueToken", "Health")));
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
    assertEquals(
        rules.size(),
        queries()
            .filter(it -> it.contains("| where Failed") || it.contains("| where Requests"))
            .count());
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

  private static Stream<String> queries() {
    return BicepFile.deployed("Microsoft.Insights/scheduledQueryRules")
        .flatMap(it -> it.property("criteria", "allOf").items())
        .map(it -> it.at("query").text());
  }
}
