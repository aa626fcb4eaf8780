package dev.acstoken.functions;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

/** The runbook is complete, and its queries ask for what the events have. */
class RunbookTest {
  @RegisterExtension static final RunningEndpoint endpoint = new RunningEndpoint();

  /** What the queries use of the language, and of the workspace's table. */
  private static final Set<String> OF_KUSTO =
      Set.of(
          ("AppTraces TimeGenerated Message SeverityLevel OperationId where project summarize order"
                  + " by take asc desc ago startswith has in and or bin count countif dcount sum min"
                  + " max percentile take_any extract")
              .split(" "));

  private static final Pattern EVENT = Pattern.compile("startswith \"event=(\\w+) \"");
  private static final Pattern PARSE =
      Pattern.compile(
          "parse-kv Message as \\(([^)]*)\\) with \\(pair_delimiter=' ', kv_delimiter='='\\)");
  private static final Pattern COMPARED =
      Pattern.compile("(\\w+) (?:== |in \\()((?:\"\\w+\"(?:, )?)+)");

  /** What 0.1.0 called Recovery: a workspace keeps its events for a while. */
  private static final String FORMER_NAME_OF_RECOVERY = "SweepIdentities";

  private static final Pattern LINK = Pattern.compile("\\]\\(queries/([a-z]+\\.kql)\\)");
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
    rows.forEach(RunbookTest::assertSaysWhatToDo);
  }

  @Test
  void whatIsTheCallersAffairIsNoServerError() {
    var theirs = runbook.table("Codes that callers cause").keySet();

    assertEquals(
        Stream.of(ErrorCode.values())
            .filter(it -> !it.category().isServiceFault() && it != ErrorCode.ACS_THROTTLED)
            .map(it -> "`" + it.code() + "`")
            .collect(sorted()),
        new TreeSet<>(theirs));
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
    runbook.table("Alerts").forEach(RunbookTest::assertSaysWhatToDo);
  }

  @Test
  void everyQueryIsNamedAndEveryNamedQueryExists() {
    assertEquals(
        queries().map(it -> it.getFileName().toString()).collect(sorted()),
        LINK.matcher(Runbook.text()).results().map(it -> it.group(1)).collect(sorted()));
  }

  @Test
  void theFieldsAreThoseOfTheEvents() {
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
  void aQueryNamesOnlyWhatThereIs(Path file) throws IOException {
    String query = Files.readString(file).replaceAll("(?m)^//.*$", "");
    Set<String> known = new HashSet<>(OF_KUSTO);
    var parse = PARSE.matcher(query);
    if (parse.find()) {
      var columns =
          Stream.of(parse.group(1).split(", ", -1))
              .map(it -> it.replaceAll(":.*", ""))
              .collect(sorted());
      var event = EVENT.matcher(query);
      assertTrue(event.find(), "it says which events it looks at");
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
  void aQueryComparesWithValuesThatThereAre(Path file) throws IOException {
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

  /** The names of the fields that events really have, by event. */
  private Map<String, Set<String>> events() {
    var reply = endpoint.as("user-" + UUID.randomUUID()).post("/users/me/tokens").expect(201);
    return Map.of(
        "request", new TreeSet<>(log.event(reply).keySet()),
        "audit", new TreeSet<>(log.audit(reply).get(0).keySet()));
  }

  private static void assertSaysWhatToDo(String row, List<String> cells) {
    assertEquals(4, cells.size(), row);
    assertFalse(cells.stream().anyMatch(String::isBlank), row);
    assertTrue(LINK.matcher(cells.get(1)).find(), () -> row + " names a query");
  }

  private static java.util.stream.Collector<String, ?, Set<String>> sorted() {
    return toCollection(TreeSet::new);
  }
}
