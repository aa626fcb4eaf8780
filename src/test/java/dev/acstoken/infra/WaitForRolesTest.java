package dev.acstoken.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.emulator.server.LocalServer;
import dev.acstoken.emulator.server.Response;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies that the predeploy hook waits before the first deployment only. */
@Execution(ExecutionMode.CONCURRENT)
class WaitForRolesTest {

  private static final String UNPUBLISHED = "<html>Your app is starting.</html>";

  private volatile int status = 404;
  private volatile String body = UNPUBLISHED;

  private final LocalServer server =
      LocalServer.http(
          "endpoint",
          exchange -> {
            var isHealth = exchange.getRequestURI().getPath().equals("/api/health");
            Response.text(isHealth ? status : 404, isHealth ? body : "").send(exchange);
          });

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theHookWaitsBeforeTheFirstPackageIsPublished() throws Exception {
    var hook = run(url(), "1");

    assertEquals(0, hook.exitCode(), hook.printed());
    assertTrue(hook.printed().startsWith("Waiting 1 s before the first package"), hook.printed());
    assertTrue(hook.printed().contains("ROLES_WAIT_SECONDS to 0"), hook.printed());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "200 | { \"status\": \"healthy\", \"checks\": {\"acs\":\"up\"}}",
        "503 | { \"type\": \"urn:acs-token-endpoint:problem:unhealthy\", \"status\": 503}",
        "503 | { \"status\": \"misconfigured\", \"checks\": {\"acs\":\"up\"}}",
      })
  void theHookDoesNotWaitOnceAPackageReportsItsHealth(int code, String report) throws Exception {
    status = code;
    body = report.replace(", ", ",\n ");
    var hook = run(url(), "9999");

    assertEquals(0, hook.exitCode(), hook.printed());
    assertEquals("", hook.printed());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"status\":\"healthy\"}",
        "{\"status\":404,\"checks\":{}}",
        "{\"type\":\"about:blank\",\"status\":503,\"report\":{}}"
      })
  void anotherResponseDoesNotProveThatAPackageWasPublished(String response) throws Exception {
    status = 200;
    body = response;

    assertTrue(run(url(), "1").printed().startsWith("Waiting"));
  }

  @Test
  void theHookWaitsIfNothingResponds() throws Exception {
    server.close();

    assertTrue(run(url(), "1").printed().startsWith("Waiting"));
  }

  @Test
  void theWaitCanBeSwitchedOff() throws Exception {
    var hook = run(url(), "0");

    assertEquals(0, hook.exitCode(), hook.printed());
    assertEquals("", hook.printed());
  }

  @Test
  void theHookRefersToAzdProvisionIfNothingIsProvisioned() throws Exception {
    var hook = run("", "0");

    assertEquals(1, hook.exitCode());
    assertTrue(hook.printed().contains("azd provision"), hook.printed());
  }

  @Test
  void theHookRefusesATimeThatIsNotANumber() throws Exception {
    var hook = run(url(), "1m");

    assertEquals(1, hook.exitCode());
    assertEquals(
        "ROLES_WAIT_SECONDS is \"1m\", which is not a number of seconds.", hook.lastLine());
  }

  private static CommandRun run(String url, String seconds) throws Exception {
    return HookProgram.named("WaitForRoles")
        .run(Path.of("."), Map.of("TOKEN_ENDPOINT_URL", url, "ROLES_WAIT_SECONDS", seconds));
  }

  private String url() {
    return "http://127.0.0.1:" + server.port() + "/api";
  }
}
