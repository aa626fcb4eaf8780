package dev.acstoken.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.devhost.LocalIssuer;
import dev.acstoken.emulator.Fault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Verifies that a failing dependency shows in the response, the event and Health as the runbook
 * says.
 */
class DependenciesHttpTest {
  @RegisterExtension static final RunningEndpoint endpoint = new RunningEndpoint();

  private static final Pattern HEALTH = Pattern.compile("(\\d+) `(\\w+)`(?:, `(\\w+)` down)?");

  private static final String MISNAMED = "the issuer's metadata names another issuer";

  private static final Runbook RUNBOOK = Runbook.read();

  @RegisterExtension final LogCapture log = new LogCapture();

  private final EndpointClient client = endpoint.as("user-" + UUID.randomUUID());

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void showsAsTheRunbookSays(String failure) {
    List<String> row = RUNBOOK.table("When a dependency fails").getOrDefault(failure, List.of());
    URI failing = endpointWith(failure);

    var response = callerIn(failure).at(failing).post("/users/me/tokens");

    String code = Runbook.names(row.get(0)).get(0);
    Map<String, String> expected = fields(row.get(1));
    response.expectProblem(Integer.parseInt(expected.getOrDefault("status", "")), code);
    expected.put("outcome", code);
    var event = log.event(response);
    assertEquals(expected, fieldsNamedIn(event, expected));
    var health = HEALTH.matcher(row.get(2));
    assertTrue(health.matches(), row.get(2));
    var healthResponse = client.at(failing).get("/health");
    healthResponse.expect(Integer.parseInt(health.group(1)));
    assertEquals(health.group(2), healthResponse.report().get("status"));
    String down = health.group(3) == null ? "" : health.group(3);
    assertEquals(down, log.event(healthResponse).get("down"));
    assertEquals(down.isEmpty() ? "ok" : health.group(2), log.event(healthResponse).get("outcome"));
    assertTrue(RUNBOOK.table("Codes that need an operator").containsKey("`" + code + "`"));
  }

  static Stream<String> failures() {
    return RUNBOOK.table("When a dependency fails").keySet().stream();
  }

  private static URI endpointWith(String failure) {
    return switch (failure) {
      case "ACS is down" ->
          endpoint.with(
              "COMMUNICATION_SERVICES_CONNECTION_STRING",
              "endpoint=https://127.0.0.1:1/;accesskey=a2V5");
      case "ACS throttles" -> withAcs(Fault.throttled(Duration.ofSeconds(17)));
      case "ACS refuses" -> withAcs(Fault.status(403));
      case "Table Storage is down" ->
          endpoint.with(
              "TABLE_STORAGE_CONNECTION_STRING",
              "DefaultEndpointsProtocol=http;AccountName=down;AccountKey=a2V5;"
                  + "TableEndpoint=http://127.0.0.1:1/down;");
      case "the issuer is down" -> {
        endpoint.issuer().pause(LocalIssuer.Outage.UNAVAILABLE);
        yield endpoint.with();
      }
      case MISNAMED -> endpoint.with("AUTH_ISSUER", otherNameOfTheIssuer());
      case "settings are wrong" -> endpoint.with("AUTH_ISSUER", "");
      default -> throw new AssertionError("This test cannot cause: " + failure);
    };
  }

  private EndpointClient callerIn(String failure) {
    return failure.equals(MISNAMED)
        ? endpoint.withToken(
            endpoint.issuer().tokenBuilder("x").issuer(otherNameOfTheIssuer()).mint())
        : client;
  }

  /** Returns a URL of the issuer that its metadata does not name. */
  private static String otherNameOfTheIssuer() {
    return endpoint.issuer().issuer().toString().replace("localhost", "127.0.0.1");
  }

  private static URI withAcs(Fault fault) {
    endpoint.acs().faults().always(fault);
    return endpoint.with();
  }

  private static Map<String, String> fields(String cell) {
    return Stream.of(cell.replace("`", "").split(" "))
        .map(it -> it.split("="))
        .collect(Collectors.toMap(it -> it[0], it -> it[1], (a, b) -> b, TreeMap::new));
  }

  private static Map<String, String> fieldsNamedIn(
      Map<String, String> event, Map<String, String> names) {
    Map<String, String> some = new TreeMap<>(event);
    some.keySet().retainAll(names.keySet());
    return some;
  }
}
