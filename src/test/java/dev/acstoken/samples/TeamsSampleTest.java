package dev.acstoken.samples;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.acstoken.emulator.EntraError;
import dev.acstoken.emulator.TokenStatus;
import dev.acstoken.interop.ForeignProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Verifies the Teams sample with the real MSAL and ACS SDK, against the whole endpoint and an
 * emulated tenant.
 */
@Timeout(value = 5, unit = MINUTES)
class TeamsSampleTest {

  private static final Duration HOUR = Duration.ofMinutes(60);

  // The credential requests another token as soon as this one has expired.
  private static final Duration MOMENT = Duration.ofSeconds(4);

  @SuppressWarnings("NullAway.Init")
  private static TeamsEndpoint endpoint;

  private final String user = UUID.randomUUID().toString();

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    endpoint = new TeamsEndpoint(folder);
  }

  @AfterAll
  static void stop() {
    endpoint.close();
  }

  @AfterEach
  void restoreTheLifetimeOfTeamsTokens() {
    endpoint.entra().teamsTokenLifetime(HOUR);
  }

  @Test
  void getsATokenWithoutInteraction() throws Exception {
    try (var app = endpoint.startApp(user)) {
      app.awaitLine("^signed in$");
      assertIsTokenOfTheUser(token(app));
      app.writeLine("sign out");
      app.awaitLine("^signed out$");
      app.awaitLine("^failed ");
      assertEquals(0, app.awaitExit());
    }
    assertEquals(1, endpoint.entra().signIns(user));
  }

  @Test
  void aClaimsChallengeIsSatisfiedByAnotherSignIn() throws Exception {
    endpoint.entra().requireMultiFactor(user);

    try (var app = endpoint.startApp(user)) {
      app.awaitLine("^interactive interaction_required \\{\"access_token\":");
      app.awaitLine("^signed in$");
      assertIsTokenOfTheUser(token(app));
    }
    assertEquals(2, endpoint.entra().signIns(user));
  }

  @Test
  void missingConsentIsGivenInAnotherSignIn() throws Exception {
    endpoint.entra().requireConsent(user);

    try (var app = endpoint.startApp(user)) {
      app.awaitLine("^interactive consent_required ");
      app.awaitLine("^signed in$");
      assertIsTokenOfTheUser(token(app));
    }
    assertEquals(2, endpoint.entra().signIns(user));
  }

  @Test
  void aRepeatedChallengeEndsAfterOneInteractiveSignIn() throws Exception {
    endpoint.entra().refuse(user, EntraError.INTERACTION_WITH_CLAIMS);
    int before = endpoint.entra().requests();

    assertGivesUp("refused 403 interaction_required");

    assertEquals(2, endpoint.entra().requests() - before);
    assertEquals(2, endpoint.entra().signIns(user));
  }

  @Test
  void aBlockedUserIsToldOnce() throws Exception {
    endpoint.entra().refuse(user, EntraError.BLOCKED);
    int before = endpoint.entra().requests();

    assertGivesUp("refused 403 conditional_access_blocked");

    assertEquals(1, endpoint.entra().requests() - before);
    assertEquals(1, endpoint.entra().signIns(user));
  }

  @Test
  void aUserWhoIsBlockedLaterIsToldToTheApp() throws Exception {
    endpoint.entra().teamsTokenLifetime(MOMENT);

    try (var app = endpoint.startApp(user)) {
      app.awaitLine("^signed in$");
      endpoint.entra().refuse(user, EntraError.BLOCKED);
      app.awaitLine("^ended 403 conditional_access_blocked$");
    }
    assertEquals(1, endpoint.entra().signIns(user));
  }

  @Test
  void anExpiredTokenIsReplacedWithoutTheUser() throws Exception {
    endpoint.entra().teamsTokenLifetime(MOMENT);

    try (var app = endpoint.startApp(user)) {
      app.awaitLine("^signed in$");
      String first = token(app);
      endpoint.entra().teamsTokenLifetime(HOUR);
      awaitExpiry(first);

      assertNotEquals(first, token(app));
      assertIsTokenOfTheUser(token(app));
    }
    assertEquals(1, endpoint.entra().signIns(user));
  }

  @Test
  void aChallengeInTheRefresherWaitsForTheUser() throws Exception {
    endpoint.entra().teamsTokenLifetime(MOMENT);

    try (var app = endpoint.startApp(user)) {
      app.awaitLine("^signed in$");
      String first = token(app);
      endpoint.entra().teamsTokenLifetime(HOUR);
      endpoint.entra().requireMultiFactor(user);
      app.awaitLine("^ended 403 interaction_required$");
      awaitExpiry(first);
      assertEquals(1, endpoint.entra().signIns(user));

      app.writeLine("sign in");

      app.awaitLine("^interactive interaction_required \\{\"access_token\":");
      assertIsTokenOfTheUser(awaitToken(app));
      assertEquals(2, endpoint.entra().signIns(user));
    }
  }

  private void assertGivesUp(String report) throws Exception {
    try (var app = endpoint.startApp(user)) {
      assertEquals(report, app.awaitLine("^(refused|signed in)"));
      assertEquals(0, app.awaitExit());
    }
  }

  private static String token(ForeignProgram app) throws Exception {
    app.writeLine("token");
    return awaitToken(app);
  }

  private static String awaitToken(ForeignProgram app) throws InterruptedException {
    return app.awaitLine("^token ").substring("token ".length());
  }

  private void assertIsTokenOfTheUser(String token) {
    var active = (TokenStatus.Active) endpoint.acs().status(token);
    assertEquals("8:orgid:" + user, active.identity());
  }

  // The test's timeout ends the wait if the token never expires.
  private static void awaitExpiry(String token) throws InterruptedException {
    while (endpoint.acs().isValid(token)) {
      Thread.sleep(50);
    }
  }
}
