package dev.acstoken.functions;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.auth.RefusalReason;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.StateChange;
import dev.acstoken.infra.FunctionNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Verifies that the runbook is complete, and that its queries use only existing names and values.
 */
class RunbookTest {
  @RegisterExtension static final RunningEndpoint endpoint = new RunningEndpoint();

  /** The keywords, functions and table columns that the queries use. */
  private static final Set<String> KUSTO_WORDS =
      Set.of(
          ("AppTraces StorageTableLogs RequesterObjectId CallerIpAddress OperationName TimeGenerated"
                  + " Message SeverityLevel OperationId where project summarize order by take asc"
                  + " desc ago startswith has in and or bin count countif dcount dcountif sum min"
                  + " max percentile take_any extract AppExceptions OuterType InnermostType"
                  + " OuterMessage AppRoleInstance endswith")
              .split(" "));

  private static final Pattern EVENT = Pattern.compile("startswith \"event=(\\w+) \"");
  private static final Pattern PARSE =
      Pattern.compile(
          "parse-kv Message as \\(([^)]*)\\) with \\(pair_delimiter=' ', kv_delimiter='='\\)");
  private static final Pattern COMPARED =
      Pattern.compile("(\\w+) (?:== |in \\()((?:\"\\w+\"(?:, )?)+)");

  /** The name of Recovery in version 0.1.0. A workspace may still contain its events. */
  private static final String FORMER_NAME_OF_RECOVERY = "SweepIdentities";

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
        queries().map(it -> it.getFileName().toString()).collect(sorted()),
        LINK.matcher(Runbook.text()).results().map(it -> it.group(1)).collect(sorted()));
  }

  @Test
  void documentsExactlyTheFieldsOfTheEvents() {
    var events = events();
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

  @ParameterizedTest
  @MethodSource("queries")
  void aQueryUsesOnlyKnownNames(Path file) throws IOException {
    String query = Files.readString(file).replaceAll("(?m)^//.*$", "");
    Set<String> known = new HashSet<>(KUSTO_WORDS);
    var parse = PARSE.matcher(query);
    if (parse.find()) {
      var columns =
          Stream.of(parse.group(1).split(", ", -1))
              .map(it -> it.replaceAll(":.*", ""))
              .collect(sorted());
      var event = EVENT.matcher(query);
      assertTrue(event.find(), "The query filters by event");
      var fields = events().getOrDefault(event.group(1), Set.of());
      assertTrue(fields.containsAll(columns), () -> columns + " of " + fields);
      known.addAll(columns);
    }
    String rest = PARSE.matcher(query).replaceAll("").replaceAll("\"[^\"]*\"|\\d+[a-z]+", "");
    Pattern.compile("(\\w+) = ").matcher(rest).results().map(it -> it.group(1)).forEach(known::add);
    var unknown =
        Pattern.compile("[A-Za-z_]\\w*")
            .matcher(rest)
            .results()
            .map(MatchResult::group)
            .filter(it -> !known.contains(it))
            .toList();
    assertEquals(List.of(), unknown);
  }

  @ParameterizedTest
  @MethodSource("queries")
  void aQueryComparesOnlyWithExistingValues(Path file) throws IOException {
    assertAll(
        COMPARED
            .matcher(Files.readString(file))
            .results()
            .map(
                it ->
                    () ->
                        assertTrue(
                            values(it.group(1)).containsAll(Runbook.quoted(it.group(2))),
                            () -> it.group() + "?")));
  }

  static Stream<Path> queries() {
    try (Stream<Path> files = Files.list(Runbook.QUERIES)) {
      return files.sorted().toList().stream();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Set<String> values(String field) {
    return switch (field) {
      case "operation" ->
          Stream.concat(FunctionNames.all().stream(), Stream.of(FORMER_NAME_OF_RECOVERY))
              .collect(sorted());
      case "change" ->
          Stream.of(StateChange.Kind.values()).map(StateChange.Kind::eventName).collect(sorted());
      case "outcome" -> {
        var all = Stream.of(ErrorCode.values()).map(ErrorCode::code).collect(sorted());
        all.addAll(lowerCase(StateChange.Outcome.values()));
        yield all;
      }
      case "user" -> Set.of("0000000000000000");
      default -> Set.of();
    };
  }

  private static Set<String> lowerCase(Enum<?>[] values) {
    return Stream.of(values).map(it -> it.name().toLowerCase(Locale.ROOT)).collect(sorted());
  }

  /** Returns the field names of actual events, by event. */
  private Map<String, Set<String>> events() {
    var response = endpoint.as("user-" + UUID.randomUUID()).post("/users/me/tokens").expect(201);
    return Map.of(
        "request", new TreeSet<>(log.event(response).keySet()),
        "audit", new TreeSet<>(log.audit(response).get(0).keySet()));
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
