package dev.acstoken.ratelimit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.User;
import java.time.Duration;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/** Verifies what the guests of an invitation may request, and what all guests together may. */
class GuestLimiterTest {
  private static final User ALICE = new User("https://issuer.example", "alice");

  /** The documented defaults. */
  private static final RateLimits DEFAULTS =
      new RateLimits(new RateLimit(20, 10), 20, 400, 1200, 400, 400, 60);

  private final MovableClock clock = new MovableClock();
  private final RateLimiter limiter = new RateLimiter(DEFAULTS, clock);
  private final GuestLimiter guests = limiter.guests();

  @Test
  void theGuestsOfAnInvitationJoinAtOnceAndThenOneEachSecond() {
    assertEquals(60, granted(i -> guests.acquireJoin("one")));

    var refusal = refusal(() -> guests.acquireJoin("one"));
    assertEquals(
        "Too many guests are joining with this invitation. Wait as long as Retry-After says.",
        refusal.detail());
    assertEquals(Duration.ofSeconds(1), refusal.retryAfter().orElseThrow());
    clock.advance(Duration.ofSeconds(1));
    assertEquals(1, granted(i -> guests.acquireJoin("one")));
  }

  @Test
  void eachInvitationHasASeparateBudget() {
    var unused = granted(i -> guests.acquireJoin("one"));

    assertEquals(60, granted(i -> guests.acquireJoin("another")));
  }

  @Test
  void guestsOfAllInvitationsLeaveAQuarterOfTheQuotaToRenewedTokens() {
    int granted = granted(i -> acquire("invitation " + i));
    for (int tenth = 0; tenth < 300; tenth++) {
      clock.advance(Duration.ofMillis(100));
      granted += granted(i -> acquire("invitation " + i));
    }

    assertEquals(750, granted);
    assertDoesNotThrow(() -> limiter.acquire(Cost.RENEWED_TOKEN, ALICE, false));
  }

  @Test
  void guestsShareTheBudgetOfNewTokensWithUsers() {
    for (int i = 0; i < 50; i++) {
      acquire("invitation " + i);
      limiter.acquire(Cost.NEW_TOKEN, new User("https://issuer.example", "user " + i), false);
    }

    assertEquals(50, granted(i -> acquire("another " + i)));
    assertThrows(ServiceException.class, () -> limiter.acquire(Cost.NEW_TOKEN, ALICE, false));
  }

  @Test
  void aRefusalForAllCallersSaysSoAndCostsTheInvitationNothing() {
    var unused = granted(i -> acquire("invitation " + i));

    for (int i = 0; i < 100; i++) {
      assertEquals(
          "All callers together have sent too many token requests. Wait as long as Retry-After"
              + " says.",
          refusal(() -> acquire("one")).detail());
    }
    clock.advance(Duration.ofMinutes(1));
    assertEquals(60, granted(i -> guests.acquireJoin("one")));
  }

  @Test
  void wrongCodesHaveABudgetThatNothingElseUses() {
    assertEquals(60, granted(i -> guests.acquireGuess()));

    var refusal = refusal(guests::acquireGuess);
    assertEquals(
        "Too many requests had a wrong invitation code. Wait as long as Retry-After says.",
        refusal.detail());
    assertEquals(Duration.ofSeconds(1), refusal.retryAfter().orElseThrow());
    assertEquals(60, granted(i -> guests.acquireJoin("one")));
    clock.advance(Duration.ofMinutes(1));
    var unused = granted(i -> acquire("invitation " + i));
    assertEquals(60, granted(i -> guests.acquireGuess()));
  }

  @Test
  void aRequestThatGetsNoTokenCostsOnlyTheInvitation() {
    for (int i = 0; i < 1000; i++) {
      guests.acquireJoin("invitation " + i);
    }

    assertDoesNotThrow(() -> limiter.acquire(Cost.NEW_TOKEN, ALICE, false));
  }

  private void acquire(String invitationId) {
    guests.acquireJoin(invitationId);
    guests.acquireToken(invitationId);
  }

  /** Returns the number of requests that are granted at this moment. */
  private static int granted(IntConsumer request) {
    int granted = 0;
    while (grants(request, granted)) {
      granted++;
    }
    return granted;
  }

  private static boolean grants(IntConsumer request, int number) {
    try {
      request.accept(number);
      return true;
    } catch (ServiceException e) {
      assertEquals(ErrorCode.RATE_LIMITED, e.code());
      return false;
    }
  }

  private static ServiceException refusal(Runnable request) {
    return assertThrows(ServiceException.class, request::run);
  }
}
