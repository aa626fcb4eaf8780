package dev.acstoken.ratelimit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.User;
import java.time.Duration;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies what each caller may request, and what all callers together may. */
class RateLimiterTest {
  private static final User ALICE = user("alice");
  private static final User BOB = user("bob");
  private static final int MANY = 10_000;

  /** The documented defaults. */
  private static final RateLimits DEFAULTS =
      new RateLimits(new RateLimit(20, 10), 20, 400, 1200, 400, 400, 60);

  private final MovableClock clock = new MovableClock();
  private final RateLimiter limiter = new RateLimiter(DEFAULTS, clock);

  @Test
  void aCallerHasABurstAndThenWaitsForTheNextRequest() {
    assertEquals(10, granted(Cost.NEW_TOKEN, ALICE, false));

    assertEquals(Duration.ofSeconds(3), refusal(Cost.NEW_TOKEN, ALICE).retryAfter().orElseThrow());
    clock.advance(Duration.ofMillis(2_999));
    assertEquals(Duration.ofMillis(1), refusal(Cost.NEW_TOKEN, ALICE).retryAfter().orElseThrow());
    clock.advance(Duration.ofMillis(1));
    assertEquals(1, granted(Cost.NEW_TOKEN, ALICE, false));
    assertEquals(Duration.ofSeconds(3), refusal(Cost.NEW_TOKEN, ALICE).retryAfter().orElseThrow());
  }

  @Test
  void aCallerGetsTwentyTokenRequestsAMinuteInTheLongRun() {
    int granted = granted(Cost.NEW_TOKEN, ALICE, false);
    for (int second = 0; second < 600; second++) {
      clock.advance(Duration.ofSeconds(1));
      granted += granted(Cost.NEW_TOKEN, ALICE, false);
    }

    assertEquals(10 + 200, granted);
  }

  @Test
  void aRefusedRequestCostsNothing() {
    exhaust(Cost.NEW_TOKEN, ALICE);
    for (int i = 0; i < 100; i++) {
      var unused = refusal(Cost.NEW_TOKEN, ALICE);
    }
    clock.advance(Duration.ofSeconds(3));

    assertEquals(1, granted(Cost.NEW_TOKEN, ALICE, false));
  }

  @ParameterizedTest
  @EnumSource
  void eachCallerHasASeparateBudget(Cost cost) {
    exhaust(cost, ALICE);

    assertDoesNotThrow(() -> limiter.acquire(cost, BOB, false));
  }

  @Test
  void newAndRenewedTokensUseTheSameBudget() {
    exhaust(Cost.RENEWED_TOKEN, ALICE);

    assertEquals(0, granted(Cost.NEW_TOKEN, ALICE, false));
  }

  @ParameterizedTest
  @EnumSource(names = {"REVOCATION", "DELETION", "CREATION", "INVITATION", "READ"})
  void noOtherRequestsUseUpABudget(Cost cost) {
    EnumSet.complementOf(EnumSet.of(cost)).forEach(other -> exhaust(other, ALICE));

    assertDoesNotThrow(() -> limiter.acquire(cost, ALICE, false));
  }

  @ParameterizedTest
  @CsvSource({
    "CREATION, false, 5, 5",
    "CREATION, true, 25, 200",
    "REVOCATION, false, 20, 20",
    "REVOCATION, true, 50, 400",
    "DELETION, false, 20, 20",
    "DELETION, true, 50, 400",
    "INVITATION, false, 120, 120",
    "INVITATION, true, 50, 400",
    "READ, false, 120, 120",
    "READ, true, 500, 4000",
  })
  void aUserAndAnAdminHaveBudgetsOfTheirOwn(Cost cost, boolean isAdmin, int burst, int perMinute) {
    assertEquals(burst, granted(cost, ALICE, isAdmin));

    int granted = 0;
    for (int second = 0; second < 60; second++) {
      clock.advance(Duration.ofSeconds(1));
      granted += granted(cost, ALICE, isAdmin);
    }
    assertEquals(perMinute, granted);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void newTokensOfAllCallersLeaveAQuarterOfTheQuotaToRenewedOnes(boolean isAdmin) {
    int granted = grantedToManyUsers(Cost.NEW_TOKEN, isAdmin);

    assertEquals(750, granted);
    assertDoesNotThrow(() -> limiter.acquire(Cost.RENEWED_TOKEN, ALICE, isAdmin));
  }

  @Test
  void revocationsOfAllUsersLeaveHalfOfTheQuotaToAdmins() {
    int granted = grantedToManyUsers(Cost.REVOCATION, false);

    assertEquals(250, granted);
    assertEquals(50, granted(Cost.REVOCATION, ALICE, true));
  }

  @Test
  void aRefusalForAllCallersSaysSoAndCostsTheCallerNothing() {
    var unused = grantedToManyUsers(Cost.REVOCATION, false);

    for (int i = 0; i < 100; i++) {
      var refusal = refusal(Cost.REVOCATION, ALICE);
      assertEquals(ErrorCode.RATE_LIMITED, refusal.code());
      assertEquals(
          "All callers together have sent too many revocations and access changes. Wait as long as"
              + " Retry-After says.",
          refusal.detail());
      assertEquals(Duration.ofMillis(150), refusal.retryAfter().orElseThrow());
    }
    clock.advance(Duration.ofMinutes(1));
    assertEquals(20, granted(Cost.REVOCATION, ALICE, false));
  }

  @ParameterizedTest
  @CsvSource({
    "NEW_TOKEN, token requests",
    "RENEWED_TOKEN, token requests",
    "CREATION, requests to create identities",
    "REVOCATION, revocations and access changes",
    "DELETION, deletions",
    "INVITATION, requests to create invitations",
    "READ, read requests",
  })
  void aRefusalNamesTheBudget(Cost cost, String requests) {
    exhaust(cost, ALICE);

    assertEquals(
        "You have sent too many " + requests + ". Wait as long as Retry-After says.",
        refusal(cost, ALICE).detail());
  }

  @Test
  void theMostRecentTwentyThousandCallersAreRemembered() {
    exhaust(Cost.READ, ALICE);
    for (int i = 0; i < 19_999; i++) {
      limiter.acquire(Cost.READ, user("user " + i), false);
    }
    var unused = refusal(Cost.READ, ALICE);
    for (int i = 0; i < 20_000; i++) {
      limiter.acquire(Cost.READ, user("another " + i), false);
    }

    assertDoesNotThrow(() -> limiter.acquire(Cost.READ, ALICE, false));
  }

  /** Returns the number of requests that are granted in 30 s, the period of ACS's quotas. */
  private int grantedToManyUsers(Cost cost, boolean areAdmins) {
    int granted = grantedToUsersFrom(0, cost, areAdmins);
    for (int tenth = 0; tenth < 300; tenth++) {
      clock.advance(Duration.ofMillis(100));
      granted += grantedToUsersFrom(granted, cost, areAdmins);
    }
    return granted;
  }

  private int grantedToUsersFrom(int first, Cost cost, boolean areAdmins) {
    int granted = 0;
    while (grants(cost, user("user " + (first + granted)), areAdmins)) {
      granted++;
    }
    return granted;
  }

  private void exhaust(Cost cost, User caller) {
    var unused = granted(cost, caller, false);
  }

  private int granted(Cost cost, User caller, boolean isAdmin) {
    int granted = 0;
    while (granted < MANY && grants(cost, caller, isAdmin)) {
      granted++;
    }
    return granted;
  }

  private boolean grants(Cost cost, User caller, boolean isAdmin) {
    try {
      limiter.acquire(cost, caller, isAdmin);
      return true;
    } catch (ServiceException e) {
      return false;
    }
  }

  private ServiceException refusal(Cost cost, User caller) {
    return assertThrows(ServiceException.class, () -> limiter.acquire(cost, caller, false));
  }

  private static User user(String id) {
    return new User("https://issuer.example", id);
  }
}
