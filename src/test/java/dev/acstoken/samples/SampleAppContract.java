package dev.acstoken.samples;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.acstoken.contract.Contract;
import dev.acstoken.devhost.LocalIssuer;
import dev.acstoken.emulator.Fault;
import dev.acstoken.emulator.Operation;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Verifies the behaviour of each sample in src/samples with the real ACS SDK of its language. The
 * tests run concurrently, because the samples wait for seconds before they retry.
 */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 5, unit = MINUTES)
abstract class SampleAppContract {

  private static final String ISSUE = "POST /users/me/tokens Bearer ";
  private static final String REVOKE = "DELETE /users/me/tokens Bearer ";
  private static final String REFRESH = "POST /users/me/tokens/refresh Bearer ";

  @SuppressWarnings("NullAway.Init")
  private static LocalIssuer issuer;

  private final Sample sample;
  private ScriptedEndpoint scripted;

  SampleAppContract(Sample sample) {
    this.sample = sample;
  }

  @BeforeAll
  static void startIssuer() {
    issuer = LocalIssuer.start();
  }

  @AfterAll
  static void stopIssuer() {
    issuer.close();
  }

  @BeforeEach
  void start() throws IOException {
    scripted = new ScriptedEndpoint().token(acsToken(Duration.ofHours(1)));
  }

  @AfterEach
  void checkThatEveryRequestFollowedTheContract() {
    scripted.close();
    assertEquals(List.of(), scripted.violations());
  }

  @Test
  void keepsATokenThroughExpiryAndAFailedRefreshUntilTheUserSignsOut() throws Exception {
    try (var endpoint = new ShortLivedTokens()) {
      String bearer = endpoint.bearerToken("user-" + UUID.randomUUID());
      endpoint.acs().faults().next(Operation.ISSUE_TOKEN, Fault.throttled(Duration.ofSeconds(1)));

      try (var app = sample.signIn(endpoint.uri(), bearer, bearer)) {
        String first = app.token();
        await(() -> !endpoint.acs().isValid(first));
        await(() -> endpoint.acs().isValid(app.token()));

        assertNotEquals(first, app.token());
        var refreshes = endpoint.acs().counters().of(Operation.ISSUE_TOKEN);
        assertTrue(refreshes.received() > refreshes.effects(), "one was throttled");
        app.signOut();
        assertEquals(1, endpoint.acs().counters().of(Operation.REVOKE_TOKENS).effects());
      }
    }
  }

  @Test
  void requestsAFreshBearerTokenOnceIfTheOldOneIsRefused() throws Exception {
    scripted.responses(401);
    try (var app = sample.signIn(scripted.uri(), "old", "fresh")) {
      assertFalse(app.token().isEmpty());
    }
    assertEquals(List.of(ISSUE + "old", ISSUE + "fresh"), scripted.requests());
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void givesUpAtOnceIfARetryDoesNotHelp(int status) throws ParseException {
    scripted.responses(status, status);

    var refused =
        assertThrows(
            SampleApp.FailedException.class,
            () -> sample.signIn(scripted.uri(), "old", "fresh").close());

    assertEquals(refusal("IssueToken", status), refused.getMessage());
    assertEquals(status == 401 ? 2 : 1, scripted.requests().size());
  }

  @Test
  void retriesInsideTheRefresherUntilTheEndpointIsAvailable() throws Exception {
    scripted.token(acsToken(Duration.ofSeconds(-1)));
    scripted.responses(200, ScriptedEndpoint.LOST, 503, 429);
    sendGoodTokensToRefreshes();
    try (var app = sample.signIn(scripted.uri(), "good", "good")) {
      assertFalse(app.token().isEmpty());
    }
    assertEquals(
        List.of(
            ISSUE + "good", REFRESH + "good", REFRESH + "good", REFRESH + "good", REFRESH + "good"),
        scripted.requests());
  }

  @ParameterizedTest
  @EnumSource(ForeignResponse.class)
  void retriesIfSomethingElseResponds(ForeignResponse response) throws Exception {
    scripted.token(acsToken(Duration.ofSeconds(-1))).responses(200).then(response);
    sendGoodTokensToRefreshes();
    try (var app = sample.signIn(scripted.uri(), "good", "good")) {
      assertFalse(app.token().isEmpty());
    }
    assertEquals(List.of(ISSUE + "good", REFRESH + "good", REFRESH + "good"), scripted.requests());
  }

  // A lower bound holds on a slow machine, too. Without the number, a sample waits 2.5 s at most.
  @ParameterizedTest
  @EnumSource(
      value = ForeignResponse.class,
      names = {"HEADER_HIDDEN", "HEADER_REPLACED"})
  void waitsAsLongAsTheBodySaysIfTheHeaderDoesNot(ForeignResponse response) throws Exception {
    scripted.then(response);
    try (var app = sample.signIn(scripted.uri(), "good", "good")) {
      assertFalse(app.token().isEmpty());
    }
    assertEquals(List.of(ISSUE + "good", ISSUE + "good"), scripted.requests());
    assertTrue(
        scripted.firstPause().compareTo(Duration.ofMillis(2800)) > 0,
        () -> "waited " + scripted.firstPause());
  }

  @Test
  void reportsADeletedUserToTheApp() throws Exception {
    scripted.token(acsToken(Duration.ofSeconds(-1))).responses(200, 404, 404);
    try (var app = sample.signIn(scripted.uri(), "good", "good")) {
      assertEquals(refusal("RefreshToken", 404), app.awaitEnd());
    }
    assertFalse(scripted.requests().stream().skip(1).anyMatch(it -> it.startsWith(ISSUE)));
  }

  @Test
  void concurrentCallersShareOneRefresh() throws Exception {
    var requestsArrived = new CountDownLatch(2);
    var mayRespond = new CountDownLatch(1);
    scripted.token(acsToken(Duration.ofSeconds(-1)));
    scripted.beforeResponse(
        () -> {
          requestsArrived.countDown();
          if (requestsArrived.getCount() == 0) {
            scripted.token(acsToken(Duration.ofHours(1)));
            awaitQuietly(mayRespond);
          }
        });
    try (var app = sample.signIn(scripted.uri(), "good", "good")) {
      requestsArrived.await();
      app.requestToken();
      // Time for a second refresh to arrive, if there is one.
      Thread.sleep(500);
      mayRespond.countDown();
      assertFalse(app.awaitToken().isEmpty());
    }
    assertEquals(List.of(ISSUE + "good", REFRESH + "good"), scripted.requests());
  }

  @Test
  void givesUpAfterSixAttempts() {
    scripted.responses(503, 503, 503, 503, 503, 503);

    var unavailable =
        assertThrows(
            SampleApp.FailedException.class,
            () -> sample.signIn(scripted.uri(), "good", "good").close());

    assertEquals("unavailable 503", unavailable.getMessage());
    assertEquals(6, scripted.requests().size());
  }

  @Test
  void theFreshBearerTokenIsNotASeventhAttempt() throws ParseException {
    scripted.responses(503, 503, 503, 503, 503, 401);

    var refused =
        assertThrows(
            SampleApp.FailedException.class,
            () -> sample.signIn(scripted.uri(), "old", "fresh").close());

    assertEquals(refusal("IssueToken", 401), refused.getMessage());
    assertEquals(6, scripted.requests().size());
  }

  /** Six attempts would take a minute, and end with "unavailable". */
  @Test
  void anAddressWithoutHttpFailsAtOnce() throws Exception {
    String output = sample.outputOfFailure(URI.create("localhost:7071/api"), "good");

    assertFalse(output.isEmpty());
    assertFalse(output.contains("unavailable"), output);
  }

  @Test
  void namesTheUserAndTheAcsEndpoint() throws Exception {
    var token =
        JSONObjectUtils.parse(Contract.SERVED.operation("RefreshToken").example(200, "everything"));
    try (var app = sample.signIn(scripted.uri(), "good", "good")) {
      assertEquals(
          JSONObjectUtils.getJSONObject(token, "user").get("communicationUserId"),
          app.communicationUserId());
      assertEquals(token.get("endpoint"), app.endpoint());
    }
  }

  @Test
  void requestsTheSameScopesInEachRefresh() throws Exception {
    scripted.token(acsToken(Duration.ofSeconds(-1)));
    sendGoodTokensToRefreshes();
    try (var app = sample.signIn(scripted.uri(), "good", "good", "chat", "voip")) {
      assertFalse(app.token().isEmpty());
    }
    assertEquals(2, scripted.bodies().size());
    for (String body : scripted.bodies()) {
      assertEquals(Map.of("scopes", List.of("chat", "voip")), JSONObjectUtils.parse(body));
    }
  }

  @Test
  void aRefreshThatWaitsEndsWhenTheTokensAreClosed() throws Exception {
    try (var app = appWhoseRefreshWaits()) {
      app.closeTokens();
      app.awaitSignedOut();

      app.requestToken();
      app.awaitClosed();
      app.beginSignOut();
      app.awaitSignedOut();
      app.awaitExit();
    }
    assertEquals(List.of(ISSUE + "good", REFRESH + "good"), scripted.requests());
  }

  @Test
  void aRefreshThatWaitsEndsWhenTheUserSignsOut() throws Exception {
    try (var app = appWhoseRefreshWaits()) {
      app.beginSignOut();
      app.awaitSignedOut();
      app.awaitExit();
    }
    assertEquals(List.of(ISSUE + "good", REFRESH + "good", REVOKE + "good"), scripted.requests());
  }

  /** HTTP libraries quote a header that they refuse. */
  @Test
  void noErrorContainsABearerTokenWithALineBreak() throws Exception {
    String output = sample.outputOfFailure(scripted.uri(), "secret\n");

    assertFalse(output.isEmpty());
    assertFalse(output.contains("secret"), output);
    assertEquals(List.of(), scripted.requests());
  }

  /** Returns an app that waits for a token, whose refresh the endpoint has put off for a minute. */
  private SampleApp appWhoseRefreshWaits() throws Exception {
    scripted.token(acsToken(Duration.ofSeconds(-1))).retryAfter(60).responses(200, 503);
    var app = sample.signIn(scripted.uri(), "good", "good");
    app.requestToken();
    await(() -> scripted.requests().size() == 2);
    return app;
  }

  private void sendGoodTokensToRefreshes() {
    scripted.beforeResponse(
        () -> {
          if (scripted.requests().size() > 1) {
            scripted.token(acsToken(Duration.ofHours(1)));
          }
        });
  }

  /** Returns the error of a response as the client program prints it. */
  private static String refusal(String operation, int status) throws ParseException {
    var problem = JSONObjectUtils.parse(Contract.SERVED.operation(operation).example(status, ""));
    return "refused " + status + " " + problem.get("code");
  }

  /** Returns a token in the form of an ACS token, because the SDKs read its expiry time. */
  private static String acsToken(Duration left) {
    return issuer
        .tokenBuilder("acs")
        .claim("exp", Instant.now().plus(left).getEpochSecond())
        .mint();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // The test's timeout ends the wait if the condition never becomes true.
  private static void await(Callable<Boolean> condition) throws Exception {
    while (!condition.call()) {
      Thread.sleep(50);
    }
  }
}
