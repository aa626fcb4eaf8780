package dev.acstoken.functions;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.StateChange;
import dev.acstoken.infra.FunctionNames;
import dev.acstoken.infra.Query;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collector;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Verifies that the queries fit the events that the endpoint logs. The binder of Kusto cannot see
 * that, because a query declares the fields of an event itself. It accepts a misspelt one, which
 * would always be empty.
 */
class QueriesTest {
  @RegisterExtension static final RunningEndpoint endpoint = new RunningEndpoint();

  /** A filter by event and the fields that are then read from it. */
  private static final Pattern PARSED =
      Pattern.compile(
          "\\| where Message startswith \"event=(\\w+) \".*\\s+"
              + "\\| parse-kv Message as \\(([^)]*)\\)"
              + " with \\(pair_delimiter=' ', kv_delimiter='='\\)");

  private static final Pattern COMPARED =
      Pattern.compile("(\\w+) (?:==|!=|in|!in) \\(?(\"\\w+\"(?:, \"\\w+\")*)");

  /** The name of Recovery in version 0.1.0. A workspace may still contain its events. */
  private static final String FORMER_NAME_OF_RECOVERY = "SweepIdentities";

  @RegisterExtension final LogCapture log = new LogCapture();

  @Test
  void theQueriesReadOnlyFieldsThatTheEventsHave() {
    var fields = RequestEvents.fields(endpoint, log);

    assertAll(
        Query.all().stream()
            .flatMap(it -> unknownFields(it, name -> fields.getOrDefault(name, Set.of())))
            .map(unknown -> () -> assertEquals("", unknown)));
  }

  @ParameterizedTest
  @MethodSource("queries")
  void everyFieldIsReadFromOneKindOfEvent(Query query) {
    assertEquals(
        query.text().split("parse-kv", -1).length - 1,
        PARSED.matcher(query.text()).results().count());
  }

  @ParameterizedTest
  @MethodSource("queries")
  void aQueryBeginsWithWhatItReturns(Query query) {
    assertTrue(query.text().matches("(?s)// [A-Z].*\\..*"), query.name());
  }

  @Test
  void aMisspeltFieldIsFound() {
    var query =
        new Query(
            "misspelt.kql",
            """
            AppTraces
            | where Message startswith "event=request " and SeverityLevel == 1
            | parse-kv Message as (outcom: string) with (pair_delimiter=' ', kv_delimiter='=')
            """);

    assertEquals(
        List.of("misspelt.kql: request has no outcom"),
        unknownFields(query, it -> Set.of("outcome")).toList());
  }

  @ParameterizedTest
  @MethodSource("queries")
  void aQueryComparesOnlyWithExistingValues(Query query) {
    assertAll(
        COMPARED
            .matcher(query.text())
            .results()
            .map(
                it ->
                    () ->
                        assertTrue(
                            values(it.group(1)).containsAll(Runbook.quoted(it.group(2))),
                            () -> it.group() + "?")));
  }

  static Stream<Query> queries() {
    return Query.all().stream();
  }

  private interface FieldsOfEvents {
    Set<String> of(String event);
  }

  private static Stream<String> unknownFields(Query query, FieldsOfEvents known) {
    return PARSED
        .matcher(query.text())
        .results()
        .flatMap(
            parsed ->
                columns(parsed)
                    .filter(it -> !known.of(parsed.group(1)).contains(it))
                    .map(it -> query.name() + ": " + parsed.group(1) + " has no " + it));
  }

  private static Stream<String> columns(MatchResult parsed) {
    return Stream.of(parsed.group(2).split(", ", -1)).map(it -> it.replaceAll(":.*", ""));
  }

  private static Set<String> values(String field) {
    return switch (field) {
      case "operation", "OperationName" ->
          Stream.concat(FunctionNames.all().stream(), Stream.of(FORMER_NAME_OF_RECOVERY))
              .collect(sorted());
      case "change" ->
          Stream.of(StateChange.Kind.values()).map(StateChange.Kind::eventName).collect(sorted());
      case "outcome" -> {
        var all = Stream.of(ErrorCode.values()).map(ErrorCode::code).collect(sorted());
        all.addAll(lowerCase(StateChange.Outcome.values()));
        all.add("ok");
        yield all;
      }
      case "user", "invitation" -> Set.of("0000000000000000");
      default -> Set.of();
    };
  }

  private static Set<String> lowerCase(Enum<?>[] values) {
    return Stream.of(values).map(it -> it.name().toLowerCase(Locale.ROOT)).collect(sorted());
  }

  private static Collector<String, ?, Set<String>> sorted() {
    return toCollection(TreeSet::new);
  }
}
