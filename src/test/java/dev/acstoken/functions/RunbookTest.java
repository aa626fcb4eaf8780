package dev.acstoken.functions;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.auth.RefusalReason;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.StateChange;
import dev.acstoken.infra.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Verifies that the runbook is complete. */
class RunbookTest {
  @RegisterExtension static final RunningEndpoint endpoint = new RunningEndpoint();

  private static final Pattern LINK =
      Pattern.compile("\\]\\(\\.\\./\\.\\./infra/queries/([a-z]+\\.kql)\\)");
  private static final Pattern ALERT =
      Pattern.compile(
          "(?s)'Microsoft\\.Insights/(?:scheduledQueryRules|metricAlerts)@.*?name: '([a-z-]+)-\\$");

  @RegisterExtension final LogCapture log = new LogCapture();

  private final Runbook runbook = Runbook.read();

  @Test
  void everyCodeHasARow() {
    var rows = new HashMap<>(runbook.table("Codes that need an operator"));
    rows.putAll(runbook.table("Codes that callers cause"));

    assertEquals(
        Stream.of(ErrorCode.values()).map(it -> "`" + it.code() + "`").collect(sorted()),
        new TreeSet<>(rows.keySet()));
    rows.forEach(RunbookTest::assertRowIsComplete);
  }

  @Test
  void onlyCallerErrorsAreInTheTableForCallers() {
    var callerErrors = runbook.table("Codes that callers cause").keySet();
    var forOperators =
        Stream.of(ErrorCode.values())
            .filter(it -> it.category().isServiceFault() || it == ErrorCode.ACS_THROTTLED)
            .map(ErrorCode::code)
            .collect(sorted());

    assertEquals(
        Stream.of(ErrorCode.values())
            .map(ErrorCode::code)
            .filter(it -> !forOperators.contains(it))
            .map(it -> "`" + it + "`")
            .collect(sorted()),
        new TreeSet<>(callerErrors));
  }

  @Test
  void everyReasonOfARefusalHasARow() {
    assertEquals(
        Stream.of(RefusalReason.values()).map(RefusalReason::eventName).collect(sorted()),
        runbook.table("Why a token was refused").keySet().stream()
            .filter(row -> row.startsWith("`"))
            .map(row -> Runbook.names(row).get(0))
            .collect(sorted()));
  }

  @Test
  void everyReasonLeadsToASettingOrSaysThatNoneHelps() {
    var settings = Pattern.compile("`(?:AUTH_[A-Z_]+=|\"[a-zA-Z]+\": )");

    runbook
        .table("Why a token was refused")
        .forEach(
            (row, cells) ->
                assertTrue(
                    cells.get(1).startsWith("Nothing here")
                        || settings.matcher(cells.get(1)).find()
                        || row.endsWith("`misconfigured`"),
                    row));
  }

  @Test
  void everyAlertHasARow() throws IOException {
    var alerts =
        ALERT
            .matcher(Files.readString(Path.of("infra", "app", "alerts.bicep")))
            .results()
            .map(it -> "`" + it.group(1) + "`")
            .collect(sorted());

    assertTrue(alerts.size() >= 5, alerts.toString());
    assertEquals(alerts, new TreeSet<>(runbook.table("Alerts").keySet()));
    runbook.table("Alerts").forEach(RunbookTest::assertRowIsComplete);
  }

  @Test
  void linksExactlyTheExistingQueries() {
    assertEquals(
        Query.all().stream().filter(it -> !it.isOfAlert()).map(Query::name).collect(sorted()),
        LINK.matcher(Runbook.text()).results().map(it -> it.group(1)).collect(sorted()));
  }

  @Test
  void documentsExactlyTheFieldsOfTheEvents() {
    var events = RequestEvents.fields(endpoint, log);
    Map<String, Set<String>> documented =
        new HashMap<>(Map.of("request", new TreeSet<>(), "audit", new TreeSet<>()));
    runbook
        .table("Events and their fields")
        .forEach(
            (fields, cells) ->
                documented.entrySet().stream()
                    .filter(it -> cells.get(0).equals("both") || cells.get(0).equals(it.getKey()))
                    .forEach(it -> it.getValue().addAll(Runbook.names(fields))));

    assertEquals(events, documented);
    assertEquals(
        Stream.of(StateChange.Kind.values()).map(StateChange.Kind::eventName).collect(sorted()),
        new TreeSet<>(
            Runbook.names(
                runbook
                    .table("Events and their fields")
                    .getOrDefault("`change`", List.of())
                    .get(1))));
  }

  private static void assertRowIsComplete(String row, List<String> cells) {
    assertEquals(4, cells.size(), row);
    assertFalse(cells.stream().anyMatch(String::isBlank), row);
    assertTrue(LINK.matcher(cells.get(1)).find(), () -> row + " links a query");
  }

  private static java.util.stream.Collector<String, ?, Set<String>> sorted() {
    return toCollection(TreeSet::new);
  }
}
