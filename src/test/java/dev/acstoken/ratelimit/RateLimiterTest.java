package dev.acstoken.ratelimit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.User;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
  private static final User ALICE = new User("https://issuer.example", "alice");
  private static final User BOB = new User("https://issuer.example", "bob");

  private final MovableClock clock = new MovableClock();
  private final RateLimiter limiter = new RateLimiter(new RateLimit(20, 10), clock);

  @Test
  void aCallerHasABurstAndThenWaitsForTheNextRequest() {
    acquire(ALICE, 10);

    assertEquals(Duration.ofSeconds(3), refusal(ALICE).retryAfter().orElseThrow());
    clock.advance(Duration.ofMillis(2_999));
    assertEquals(Duration.ofMillis(1), refusal(ALICE).retryAfter().orElseThrow());
    clock.advance(Duration.ofMillis(1));
    acquire(ALICE, 1);
    assertEquals(Duration.ofSeconds(3), refusal(ALICE).retryAfter().orElseThrow());
  }

  @Test
  void aCallerGetsTwentyRequestsAMinuteInTheLongRun() {
    acquire(ALICE, 10);
    int granted = 0;
    for (int second = 0; second < 600; second++) {
      clock.advance(Duration.ofSeconds(1));
      try {
        limiter.acquire(ALICE);
        granted++;
      } catch (ServiceException e) {
        // Only granted requests are counted.
      }
    }

    assertEquals(200, granted);
  }

  @Test
  void aRefusedRequestCostsNothing() {
    acquire(ALICE, 10);
    for (int i = 0; i < 100; i++) {
      var unused = refusal(ALICE);
    }
    clock.advance(Duration.ofSeconds(3));

    acquire(ALICE, 1);
  }

  @Test
  void eachCallerHasASeparateBudget() {
    acquire(ALICE, 10);

    acquire(BOB, 10);
  }

  @Test
  void theMostRecentTwentyThousandCallersAreRemembered() {
    acquire(ALICE, 10);
    for (int i = 0; i < 19_999; i++) {
      acquire(new User("https://issuer.example", "user " + i), 1);
    }
    var unused = refusal(ALICE);
    for (int i = 0; i < 20_000; i++) {
      acquire(new User("https://issuer.example", "another " + i), 1);
    }

    assertDoesNotThrow(() -> limiter.acquire(ALICE));
  }

  private void acquire(User caller, int requests) {
    for (int i = 0; i < requests; i++) {
      limiter.acquire(caller);
    }
  }

  private ServiceException refusal(User caller) {
    return assertThrows(ServiceException.class, () -> limiter.acquire(caller));
  }

  private static final class MovableClock implements TimeMeter {
    private long nanos;

    void advance(Duration time) {
      nanos += time.toNanos();
    }

    @Override
    public long currentTimeNanos() {
      return nanos;
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }
}
