package dev.acstoken.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineTest {

  // System.nanoTime may be negative, and it may overflow within the budget.
  @ParameterizedTest
  @ValueSource(longs = {0, -5_000_000_000L, Long.MAX_VALUE - 1_000_000_000L})
  void aDeadlineExpiresAndStaysExpired(long start) {
    var nanoTime = new AtomicLong(start);
    var deadline = Deadline.in(Duration.ofSeconds(8), nanoTime::get);

    assertEquals(Duration.ofSeconds(8), deadline.remaining());

    nanoTime.addAndGet(Duration.ofMillis(7_999).toNanos());
    assertEquals(Duration.ofMillis(1), deadline.remaining());
    assertFalse(deadline.hasPassed());

    nanoTime.addAndGet(Duration.ofMillis(1).toNanos());
    assertEquals(Duration.ZERO, deadline.remaining());
    assertTrue(deadline.hasPassed());

    nanoTime.addAndGet(Duration.ofDays(1).toNanos());
    assertEquals(Duration.ZERO, deadline.remaining());
    assertTrue(deadline.hasPassed());
  }

  @Test
  void leavingReturnsAnEarlierDeadline() {
    var nanoTime = new AtomicLong();
    var deadline = Deadline.in(Duration.ofSeconds(8), nanoTime::get);
    nanoTime.addAndGet(Duration.ofSeconds(5).toNanos());

    var earlier = deadline.leaving(Duration.ofSeconds(1));

    assertEquals(Duration.ofSeconds(2), earlier.remaining());
    assertTrue(deadline.leaving(Duration.ofSeconds(4)).hasPassed());
    assertEquals(Duration.ofSeconds(3), deadline.remaining());
  }
}
