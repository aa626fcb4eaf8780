package dev.acstoken.infra;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import dev.acstoken.emulator.server.LocalServer;
import dev.acstoken.emulator.server.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Verifies that the postdeploy hook reports whether the endpoint is healthy, and if not, why. */
@DisabledOnOs(OS.WINDOWS)
class PostdeployHookTest {

  private static final String HOOK = "infra/hooks/postdeploy.sh";

  private final AtomicInteger requests = new AtomicInteger();
  private volatile int status = 200;
  private volatile String body = "";
  private volatile int healthyAfter;
  private final LocalServer server = LocalServer.http("endpoint", this::health);

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theHookNamesAHealthyEndpointAndTheNextCommand() throws Exception {
    var hook = run(url(), "5");

    assertEquals(0, hook.exitCode(), hook.printed());
    assertTrue(hook.printed().contains("The endpoint is healthy: " + url()), hook.printed());
    assertEquals(
        "Next: curl -X POST " + url() + "/users/me/tokens -H \"Authorization: Bearer $TOKEN\"",
        hook.lastLine());
  }

  @Test
  void theHookWaitsUntilRolesHavePropagated() throws Exception {
    status = 503;
    body = "{\"status\":\"unhealthy\",\"checks\":{\"storage\":\"down\"}}";
    healthyAfter = 2;
    var hook = run(url(), "60");

    assertEquals(0, hook.exitCode(), hook.printed());
    assertEquals(3, requests.get());
  }

  @ParameterizedTest
  @CsvSource({
    "unhealthy, storage, 'Storage Table Data Contributor'",
    "unhealthy, issuer, Check AUTH_ISSUER or AUTH_ISSUERS; GET /health/details with the master key says which",
    "unhealthy, acs, COMMUNICATION_SERVICES_ENDPOINT",
    "unhealthy, credential, AZURE_CLIENT_ID",
    "unhealthy, future, GET /health/details with the master key says why",
    "misconfigured, settings, 'names each of them: azd monitor --logs'",
    "misconfigured, issuer, The issuer's metadata names another issuer",
    "misconfigured, mappings, Identities in the table belong to another ACS resource",
  })
  void theHookExplainsAFailedCheckInOneLine(String state, String check, String hint)
      throws Exception {
    status = 503;
    body = report(state, Map.of(check, "down", "other", "up"));

    assertExplained(state, run(url(), "0"), "[" + check + "] ", hint);
  }

  @Test
  void theHookExplainsEachFailedCheck() throws Exception {
    status = 503;
    body = report("unhealthy", Map.of("acs", "down", "issuer", "down", "storage", "up"));

    var hook = run(url(), "0");

    assertExplained("unhealthy", hook, "[acs] The ACS resource does not", "[issuer] The signing");
    assertFalse(hook.printed().contains("[storage]"), hook.printed());
  }

  @Test
  void theHookBlamesNoIssuerForMisconfiguredMappings() throws Exception {
    status = 503;
    body = report("misconfigured", Map.of("issuer", "down", "mappings", "down"));

    assertExplained(
        "misconfigured",
        run(url(), "0"),
        "[issuer] The signing keys of an issuer are unavailable, or",
        "[mappings] Identities");
  }

  @ParameterizedTest
  @CsvSource({"401, sign-in (401)", "403, sign-in (403)", "404, azd deploy", "500, status 500"})
  void theHookExplainsAResponseThatIsNotAHealthReport(int responseStatus, String hint)
      throws Exception {
    status = responseStatus;

    assertUnhealthy(run(url(), "0"), hint);
  }

  @Test
  void theHookExplainsARefusedConnection() throws Exception {
    server.close();

    assertUnhealthy(run(url(), "0"), "It does not respond");
  }

  @Test
  void theHookStopsWaitingForASilentEndpoint() throws Exception {
    try (var silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      assertUnhealthy(
          run("http://127.0.0.1:" + silent.getLocalPort() + "/api", "0"), "It does not respond");
    }
  }

  @Test
  void theHookRefersToAzdProvisionIfNothingIsDeployed() throws Exception {
    var hook = run("", "0");

    assertTrue(hook.exitCode() != 0);
    assertTrue(hook.printed().contains("azd provision"), hook.printed());
  }

  /** The hook for Windows cannot run in this test, so only its texts and times are compared. */
  @Test
  void theHookForWindowsHasTheSameTextsAndTimes() throws IOException {
    List<String> texts = textsAndTimes(HOOK);

    assertEquals(texts, textsAndTimes("infra/hooks/postdeploy.ps1"));
    assertTrue(texts.size() > 15, texts::toString);
  }

  private static List<String> textsAndTimes(String hook) throws IOException {
    return Pattern.compile(
            "(?:echo|return) ([\"'])(?<text>[A-Z].*?)\\1(?: ;;| })"
                + "|(?<part>The endpoint (?:is|was) [a-z ]*|To check again[^\"]*|Next: curl)"
                + "|(?:_SECONDS:-|else \\{ )(?<time>\\d+)")
        .matcher(Files.readString(Path.of(hook)))
        .results()
        .map(PostdeployHookTest::textOrTime)
        .toList();
  }

  private static String textOrTime(MatchResult found) {
    return Stream.of(2, 3, 4)
        .map(found::group)
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow()
        .replace("$Status", "$1");
  }

  private static String report(String state, Map<String, String> checks) {
    String results =
        new TreeMap<>(checks)
            .entrySet().stream()
                .map(it -> "\"%s\": \"%s\"".formatted(it.getKey(), it.getValue()))
                .collect(joining(",\n "));
    return "{ \"status\": \"%s\",\n \"checks\": {%s}}".formatted(state, results);
  }

  private static void assertUnhealthy(ShellScript hook, String hint) {
    assertExplained("unhealthy", hook, hint);
  }

  private static void assertExplained(String state, ShellScript hook, String... hints) {
    assertAll(
        () -> assertEquals(1, hook.exitCode(), hook.printed()),
        () -> assertEquals(2, hook.printed().lines().count(), hook.printed()),
        () ->
            assertTrue(
                hook.lastLine().startsWith("The endpoint was deployed but is " + state + ": "),
                hook.printed()),
        () -> assertTrue(Stream.of(hints).allMatch(hook.lastLine()::contains), hook.printed()),
        () -> assertTrue(hook.lastLine().endsWith("azd hooks run postdeploy"), hook.printed()));
  }

  private ShellScript run(String url, String waitSeconds) throws Exception {
    return ShellScript.run(
        HOOK,
        Map.of(
            "TOKEN_ENDPOINT_URL", url,
            "HEALTH_WAIT_SECONDS", waitSeconds,
            "HEALTH_PAUSE_SECONDS", "0",
            "HEALTH_TIMEOUT_SECONDS", "2",
            "NO_PROXY", "127.0.0.1"));
  }

  private void health(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean isHealthy = status == 200 || (healthyAfter > 0 && requests.get() >= healthyAfter);
      requests.incrementAndGet();
      boolean isHealthPath = exchange.getRequestURI().getPath().equals("/api/health");
      Response.text(isHealthPath ? (isHealthy ? 200 : status) : 404, body).send(exchange);
    }
  }

  private String url() {
    return "http://127.0.0.1:" + server.port() + "/api";
  }
}
