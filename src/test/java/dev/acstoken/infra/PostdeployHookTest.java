package dev.acstoken.infra;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator is told at the end of a deployment. */
@DisabledOnOs(OS.WINDOWS)
class PostdeployHookTest {

  private static final String HOOK = "infra/hooks/postdeploy.sh";

  private final AtomicInteger asked = new AtomicInteger();
  private volatile int status = 200;
  private volatile String body = "";
  private volatile int wellAfter;
  private final LocalServer server = LocalServer.http("endpoint", this::health);

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aWellEndpointIsNamedWithTheNextCommand() throws Exception {
    var hook = run(url(), "5");

    assertEquals(0, hook.exitCode(), hook.printed());
    assertTrue(hook.printed().contains("The endpoint is healthy: " + url()), hook.printed());
    assertEquals(
        "Next: curl -X POST " + url() + "/users/me/tokens -H \"Authorization: Bearer $TOKEN\"",
        hook.lastLine());
  }

  @Test
  void rolesThatArriveLateAreWaitedFor() throws Exception {
    status = 503;
    body = "{\"status\":\"unhealthy\",\"checks\":{\"storage\":\"down\"}}";
    wellAfter = 2;
    var hook = run(url(), "60");

    assertEquals(0, hook.exitCode(), hook.printed());
    assertEquals(3, asked.get());
  }

  @ParameterizedTest
  @CsvSource({
    "settings, The log names each",
    "storage, 'Storage Table Data Contributor'",
    "issuer, AUTH_ISSUER",
    "acs, COMMUNICATION_SERVICES_ENDPOINT",
    "credential, AZURE_CLIENT_ID"
  })
  void whatIsDownIsSaidInOneLine(String check, String hint) throws Exception {
    status = 503;
    body = "{ \"status\": \"unhealthy\",\n \"checks\": {\"" + check + "\": \"down\"}}";

    assertNotWell(run(url(), "0"), hint);
  }

  @ParameterizedTest
  @CsvSource({"401, sign-in (401)", "403, sign-in (403)", "404, azd deploy", "500, status 500"})
  void anAnswerThatIsNotHealthsIsExplained(int answer, String hint) throws Exception {
    status = answer;

    assertNotWell(run(url(), "0"), hint);
  }

  @Test
  void anEndpointThatTakesNoConnectionsIsExplained() throws Exception {
    server.close();

    assertNotWell(run(url(), "0"), "It does not respond");
  }

  @Test
  void anEndpointThatNeverAnswersIsNotWaitedForForever() throws Exception {
    try (var silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      assertNotWell(
          run("http://127.0.0.1:" + silent.getLocalPort() + "/api", "0"), "It does not respond");
    }
  }

  @Test
  void withoutADeploymentItSaysSo() throws Exception {
    var hook = run("", "0");

    assertTrue(hook.exitCode() != 0);
    assertTrue(hook.printed().contains("azd provision"), hook.printed());
  }

  /** The other one cannot run here; it must at least know and say the same. */
  @Test
  void theHookForWindowsSaysTheSame() throws IOException {
    assertEquals(sentences(HOOK), sentences("infra/hooks/postdeploy.ps1"));
  }

  private static List<String> sentences(String hook) throws IOException {
    return Pattern.compile(
            "Settings are missing[^'\"]*|Table Storage is[^\"]*|The signing keys[^'\"]*"
                + "|The managed identity[^'\"]*|The ACS resource[^'\"]*|It does not respond"
                + "|Something in front[^($]*|Exclude[^'\"]*|Its functions[^'\"]*"
                + "|does not come from[^'\"]*|The endpoint (?:is|was) [a-z ]*"
                + "|To check again[^\"]*|_SECONDS:-\\d+|else \\{ \\d+|Next: curl")
        .matcher(Files.readString(Path.of(hook)))
        .results()
        .map(it -> it.group().replaceAll("^(_SECONDS:-|else \\{ )", ""))
        .toList();
  }

  private static void assertNotWell(ShellScript hook, String hint) {
    assertAll(
        () -> assertEquals(1, hook.exitCode(), hook.printed()),
        () -> assertEquals(2, hook.printed().lines().count(), hook.printed()),
        () ->
            assertTrue(hook.lastLine().startsWith("The endpoint was deployed but is unhealthy: ")),
        () -> assertTrue(hook.lastLine().contains(hint), hook.printed()),
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
      boolean isWell = status == 200 || (wellAfter > 0 && asked.get() >= wellAfter);
      asked.incrementAndGet();
      boolean isHealth = exchange.getRequestURI().getPath().equals("/api/health");
      Response.text(isHealth ? (isWell ? 200 : status) : 404, body).send(exchange);
    }
  }

  private String url() {
    return "http://127.0.0.1:" + server.port() + "/api";
  }
}
