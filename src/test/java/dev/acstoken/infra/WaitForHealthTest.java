package dev.acstoken.infra;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import dev.acstoken.emulator.server.LocalServer;
import dev.acstoken.emulator.server.Response;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies that the postdeploy hook reports whether the endpoint is healthy, and if not, why. */
@Execution(ExecutionMode.CONCURRENT)
class WaitForHealthTest {

  private static final String HEALTHY = report("healthy", Map.of("acs", "up", "settings", "up"));
  private static final String FOREIGN_PAGE = "<html>\"status\":\"healthy\"</html>";

  private final ConcurrentLinkedQueue<String> paths = new ConcurrentLinkedQueue<>();

  /** The responses, each with a status code. The last one is repeated. */
  private final ConcurrentLinkedQueue<Map.Entry<Integer, String>> responses =
      new ConcurrentLinkedQueue<>();

  private final LocalServer server = LocalServer.http("endpoint", this::respond);

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theHookNamesAHealthyEndpointAndTheNextRequest() throws Exception {
    responds(200, HEALTHY);
    var hook = run(5);

    assertEquals(0, hook.exitCode(), hook.printed());
    assertTrue(hook.printed().contains("The endpoint is healthy: " + url()), hook.printed());
    assertTrue(hook.lastLine().startsWith("Next: POST " + url() + "/users/me/tokens "));
    assertTrue(Files.exists(Path.of("docs", "guides", "app-developers.md")));
  }

  @Test
  void theHookWaitsUntilRolesHavePropagated() throws Exception {
    responds(503, report("unhealthy", Map.of("storage", "down")));
    responds(503, report("unhealthy", Map.of("storage", "down")));
    responds(200, HEALTHY);
    var hook = run(60);

    assertEquals(0, hook.exitCode(), hook.printed());
    assertEquals(3, paths.size());
  }

  @Test
  void theHookShowsEveryChangeOnce() throws Exception {
    responds(404, "");
    responds(404, "");
    responds(503, report("unhealthy", Map.of("storage", "down", "acs", "down")));
    responds(503, report("unhealthy", Map.of("storage", "down")));
    responds(200, HEALTHY);
    var hook = run(60);

    assertEquals(
        List.of("Its functions", "[acs] The", "[storage] Table"),
        hook.printed()
            .lines()
            .filter(it -> it.matches("\\d+:\\d\\d .*"))
            .map(it -> it.replaceFirst("^\\S+ (\\S+ \\w+).*", "$1"))
            .toList());
  }

  @Test
  void theHookShowsWhatItWaitsForWhileNothingChanges() throws Exception {
    responds(503, report("unhealthy", Map.of("storage", "down")));
    responds(503, report("unhealthy", Map.of("storage", "down")));
    responds(200, HEALTHY);
    var hook = run(600, Map.of("HEALTH_PROGRESS_SECONDS", "0"));

    assertTrue(
        Pattern.compile("(?m)^0:\\d\\d storage is down since 0:\\d\\d; 9:\\d\\d left$")
            .matcher(hook.printed())
            .find(),
        hook.printed());
  }

  @ParameterizedTest
  @CsvSource({
    "unhealthy, issuer, Check AUTH_ISSUER or AUTH_ISSUERS; GET /health/details with the master key says which",
    "unhealthy, future, GET /health/details with the master key says why",
    "misconfigured, settings, explanations.kql",
    "misconfigured, issuer, The issuer's metadata names another issuer",
    "misconfigured, mappings, Identities in the table belong to another ACS resource",
  })
  void theHookExplainsAFailedCheckInOneLine(String state, String check, String hint)
      throws Exception {
    responds(503, report(state, Map.of(check, "down", "other", "up")));

    assertExplained(state, run(0), "[" + check + "] ", hint);
  }

  @ParameterizedTest
  @CsvSource({
    "storage, 'Storage Table Data Contributor'",
    "acs, COMMUNICATION_SERVICES_ENDPOINT",
    "credential, AZURE_CLIENT_ID",
  })
  void theHookSaysThatRolesMayStillBePropagating(String check, String hint) throws Exception {
    responds(503, report("unhealthy", Map.of(check, "down", "settings", "up")));
    var hook = run(0);

    assertEquals(1, hook.exitCode());
    assertTrue(hook.lastLine().contains("probably still propagating: [" + check + "] "));
    assertTrue(hook.lastLine().contains(hint), hook.printed());
    assertTrue(hook.lastLine().endsWith("azd hooks run postdeploy"), hook.printed());
  }

  @Test
  void rolesDoNotExplainAnIssuerThatIsDown() throws Exception {
    responds(503, report("unhealthy", Map.of("acs", "down", "issuer", "down", "storage", "up")));
    var hook = run(0);

    assertExplained("unhealthy", hook, "[acs] The ACS resource", "[issuer] The signing");
    assertFalse(hook.printed().contains("[storage]"), hook.printed());
  }

  @Test
  void theHookBlamesNoIssuerForMisconfiguredMappings() throws Exception {
    responds(503, report("misconfigured", Map.of("issuer", "down", "mappings", "down")));

    assertExplained(
        "misconfigured",
        run(0),
        "[issuer] The signing keys of an issuer are unavailable, or",
        "[mappings] Identities");
  }

  @ParameterizedTest
  @CsvSource({
    "401, sign-in",
    "403, other addresses (403)",
    "404, azd deploy",
    "302, redirects to another page (302",
    "500, status 500",
    "418, Something else responds"
  })
  void theHookExplainsAResponseThatIsNotAHealthReport(int status, String hint) throws Exception {
    responds(status, "");

    assertExplained("unhealthy", run(0), hint);
  }

  /** Waiting mends none of these, so the ten minutes would pass in vain. */
  @ParameterizedTest
  @ValueSource(ints = {200, 302, 400, 401, 403, 404})
  void theHookEndsEarlyIfSomethingElseResponds(int status) throws Exception {
    responds(status, FOREIGN_PAGE);

    assertEquals(1, run(600, Map.of("HEALTH_GRACE_SECONDS", "0")).exitCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"settings", "issuer", "mappings"})
  void theHookEndsEarlyIfSettingsAreWrong(String check) throws Exception {
    responds(503, report("misconfigured", Map.of(check, "down")));

    assertExplained("misconfigured", run(600, Map.of("HEALTH_GRACE_SECONDS", "0")), check);
  }

  /** Until the front end knows the new package, it responds in the place of the endpoint. */
  @ParameterizedTest
  @ValueSource(ints = {200, 302, 401, 403, 404})
  void theHookToleratesAnotherResponseForAMoment(int status) throws Exception {
    responds(status, FOREIGN_PAGE);
    responds(200, HEALTHY);

    assertEquals(0, run(600).exitCode());
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503})
  void theHookWaitsForAServiceThatStarts(int status) throws Exception {
    responds(status, "");
    responds(200, HEALTHY);

    assertEquals(0, run(600, Map.of("HEALTH_GRACE_SECONDS", "0")).exitCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "healthy",
        FOREIGN_PAGE,
        "{\"status\":\"healthy\"}",
        "{\"status\":\"unhealthy\",\"checks\":{}}",
        "{\"detail\":\"\\\"status\\\":\\\"healthy\\\",\\\"checks\\\":{}\",\"checks\":{}}",
        "{\"checks\":{\"status\":\"healthy\"}}",
        "[{\"status\":\"healthy\",\"checks\":{}}]",
        "{\"status\":\"healthy\",\"checks\":{}",
        "{\"status\":\"healthy\",\"checks\":{}} <html>",
        "{\"status\":\"healthy\",\"checks\":[]}",
        "{\"status\":200,\"report\":{\"status\":\"healthy\",\"checks\":{}}}",
      })
  void theHookBelievesOnlyAReportThatSaysHealthy(String body) throws Exception {
    responds(200, body);

    assertEquals(1, run(0).exitCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"status\":\"healthy\",\"checks\":{}}",
        " {\n \"checks\" : { \"acs\" : \"up\" } ,\r\n \"status\" : \"healthy\" }\n",
        "{\"status\":\"healthy\",\"checks\":{},\"n\":[1,-2.5e3,null,{\"a\":[]}],\"t\":\"\\\"}\"}",
      })
  void theHookReadsAnyFormOfAReport(String body) throws Exception {
    responds(200, body);

    assertEquals(0, run(0).exitCode());
  }

  // Version 0.1.0 does not send problems.
  @Test
  void theHookReadsTheReportOfAnEarlierVersion() throws Exception {
    responds(503, reportAlone("unhealthy", Map.of("acs", "down")));

    assertTrue(run(0).printed().contains("[acs] The ACS resource"));
  }

  @Test
  void aTextInAnotherMemberIsNotAFailedCheck() throws Exception {
    responds(
        503,
        "{\"status\":\"unhealthy\",\"note\":\"\\\"acs\\\":\\\"down\\\"\",\"other\":{\"storage\":\"down\"},"
            + "\"checks\":{\"issuer\":\"down\"}}");
    var hook = run(0);

    assertFalse(hook.printed().matches("(?s).*\\[(acs|storage)].*"), hook.printed());
  }

  @Test
  void theHookFollowsNoRedirect() throws Exception {
    responds(302, "");
    run(0);

    assertEquals(List.of("/api/health"), List.copyOf(paths));
  }

  @Test
  void theHookExplainsARefusedConnection() throws Exception {
    server.close();

    assertExplained("unhealthy", run(0), "It does not respond (ConnectException)");
  }

  @Test
  void theHookStopsWaitingForASilentEndpoint() throws Exception {
    try (var silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      var hook =
          runFor(
              "http://127.0.0.1:" + silent.getLocalPort() + "/api",
              0,
              Map.of("HEALTH_TIMEOUT_SECONDS", "1"));

      assertExplained("unhealthy", hook, "It does not respond (no response in 1 s)");
    }
  }

  @Test
  void theHookGoesThroughTheProxyOfTheEnvironment() throws Exception {
    try (var proxy = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      var asked = CompletableFuture.supplyAsync(() -> firstLine(proxy));
      runFor(
          "https://func-1.example.com/api",
          0,
          Map.of("HTTPS_PROXY", "http://127.0.0.1:" + proxy.getLocalPort(), "NO_PROXY", "x.com"));

      assertEquals("CONNECT func-1.example.com:443 HTTP/1.1", asked.join());
    }
  }

  @Test
  void theHookRefersToAzdProvisionIfNothingIsDeployed() throws Exception {
    var hook = runFor("", 0, Map.of());

    assertEquals(1, hook.exitCode());
    assertTrue(hook.printed().contains("azd provision"), hook.printed());
  }

  @Test
  void theHookRefusesATimeThatIsNotANumber() throws Exception {
    var hook = run(0, Map.of("HEALTH_WAIT_SECONDS", "10m"));

    assertEquals(1, hook.exitCode());
    assertEquals(
        "HEALTH_WAIT_SECONDS is \"10m\", which is not a number of seconds.", hook.lastLine());
  }

  private static String firstLine(ServerSocket proxy) {
    // The client tries again after a lost connection, and must not wait then.
    try (proxy;
        var connection = proxy.accept();
        var reader =
            new BufferedReader(
                new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII))) {
      return String.valueOf(reader.readLine());
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Returns the body of a response of Health, which is a problem unless the state is healthy. */
  private static String report(String state, Map<String, String> checks) {
    String report = reportAlone(state, checks);
    return state.equals("healthy")
        ? report
        : """
          {"type": "urn:acs-token-endpoint:problem:%s", "status": 503, "code": "%s",
           "report": %s}"""
            .formatted(state, state, report);
  }

  private static String reportAlone(String state, Map<String, String> checks) {
    String results =
        new TreeMap<>(checks)
            .entrySet().stream()
                .map(it -> "\"%s\": \"%s\"".formatted(it.getKey(), it.getValue()))
                .collect(joining(",\n "));
    return "{ \"status\": \"%s\",\n \"checks\": {%s}}".formatted(state, results);
  }

  private static void assertExplained(String state, CommandRun hook, String... hints) {
    assertAll(
        () -> assertEquals(1, hook.exitCode(), hook.printed()),
        () ->
            assertTrue(
                hook.lastLine().startsWith("The endpoint was deployed but is " + state + ": "),
                hook.printed()),
        () -> assertTrue(Stream.of(hints).allMatch(hook.lastLine()::contains), hook.printed()),
        () -> assertTrue(hook.lastLine().endsWith("azd hooks run postdeploy"), hook.printed()));
  }

  private CommandRun run(int waitSeconds) throws Exception {
    return run(waitSeconds, Map.of());
  }

  private CommandRun run(int waitSeconds, Map<String, String> variables) throws Exception {
    return runFor(url(), waitSeconds, variables);
  }

  private static CommandRun runFor(String url, int waitSeconds, Map<String, String> variables)
      throws Exception {
    var environment = new HashMap<String, String>();
    environment.put("TOKEN_ENDPOINT_URL", url);
    environment.put("HEALTH_WAIT_SECONDS", String.valueOf(waitSeconds));
    environment.put("HEALTH_PAUSE_SECONDS", "0");
    environment.put("HEALTH_TIMEOUT_SECONDS", "20");
    environment.putAll(variables);
    return HookProgram.named("WaitForHealth").run(Path.of("."), environment);
  }

  private void responds(int status, String body) {
    responses.add(Map.entry(status, body));
  }

  private void respond(HttpExchange exchange) throws IOException {
    try (exchange) {
      paths.add(exchange.getRequestURI().getPath());
      var next = responses.size() > 1 ? responses.remove() : responses.element();
      if (next.getKey() == 302) {
        exchange.getResponseHeaders().set("Location", url() + "/signin");
      }
      Response.text(next.getKey(), next.getValue()).send(exchange);
    }
  }

  private String url() {
    return "http://127.0.0.1:" + server.port() + "/api";
  }
}
