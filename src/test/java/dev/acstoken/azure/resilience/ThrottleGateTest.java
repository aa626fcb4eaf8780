package dev.acstoken.azure.resilience;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.acstoken.azure.acs.AcsErrorTranslator;
import dev.acstoken.identity.Failure;
import dev.acstoken.identity.IdentityException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ThrottleGateTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final ThrottleGate pause = new ThrottleGate(now::get);
  private int sent;

  @Test
  void callsAreSentUntilOneIsThrottledAndAgainWhenAcsAllowsIt() {
    assertEquals("sent", pause.call(this::succeed));

    assertEquals(Duration.ofSeconds(7), throttled(Duration.ofSeconds(7)));
    assertEquals(Optional.of(Duration.ofSeconds(7)), refusal().retryAfter());
    advance(Duration.ofSeconds(5));
    assertEquals(Optional.of(Duration.ofSeconds(2)), refusal().retryAfter());
    assertEquals(2, sent);

    advance(Duration.ofSeconds(2));
    assertEquals("sent", pause.call(this::succeed));
  }

  @Test
  void anAbsurdRetryAfterIsToldButKeepsNothingBackForLongerThanAWindow() {
    assertEquals(Duration.ofDays(365), throttled(Duration.ofDays(365)));
    assertEquals(Optional.of(Duration.ofSeconds(30)), refusal().retryAfter());

    advance(Duration.ofSeconds(30));

    assertEquals("sent", pause.call(this::succeed));
  }

  @Test
  void anotherFailureIsNoReasonToPause() {
    assertThrows(
        IdentityException.class,
        () ->
            pause.call(
                () -> {
                  throw new IdentityException(Failure.ACS_UNAVAILABLE, "Down.");
                }));

    assertEquals("sent", pause.call(this::succeed));
  }

  private String succeed() {
    sent++;
    return "sent";
  }

  private Duration throttled(Duration retryAfter) {
    return assertThrows(
            IdentityException.class,
            () ->
                pause.call(
                    () -> {
                      sent++;
                      throw AcsErrorTranslator.throttled(retryAfter, null);
                    }))
        .retryAfter()
        .orElseThrow();
  }

  private IdentityException refusal() {
    var refusal = assertThrows(IdentityException.class, () -> pause.call(this::succeed));
    assertEquals(Failure.ACS_THROTTLED, refusal.failure());
    return refusal;
  }

  private void advance(Duration time) {
    now.addAndGet(time.toNanos());
  }
}
