package dev.acstoken.azure.resilience;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ThrottleGateTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final ThrottleGate gate = new ThrottleGate(now::get);
  private int sent;

  @Test
  void aThrottledCallClosesTheGateUntilRetryAfter() {
    assertEquals("sent", gate.call(this::succeed));

    assertEquals(Duration.ofSeconds(7), throttled(Duration.ofSeconds(7)));
    assertEquals(Optional.of(Duration.ofSeconds(7)), refusal().retryAfter());
    advance(Duration.ofSeconds(5));
    assertEquals(Optional.of(Duration.ofSeconds(2)), refusal().retryAfter());
    assertEquals(2, sent);

    advance(Duration.ofSeconds(2));
    assertEquals("sent", gate.call(this::succeed));
  }

  @Test
  void aLongRetryAfterIsPassedOnAndClosesTheGateForOneWindow() {
    assertEquals(Duration.ofDays(365), throttled(Duration.ofDays(365)));
    assertEquals(Optional.of(Duration.ofSeconds(30)), refusal().retryAfter());

    advance(Duration.ofSeconds(30));

    assertEquals("sent", gate.call(this::succeed));
  }

  @Test
  void anotherFailureLeavesTheGateOpen() {
    assertThrows(
        ServiceException.class,
        () ->
            gate.call(
                () -> {
                  throw new ServiceException(ErrorCode.ACS_UNAVAILABLE, "Down.");
                }));

    assertEquals("sent", gate.call(this::succeed));
  }

  private String succeed() {
    sent++;
    return "sent";
  }

  private Duration throttled(Duration retryAfter) {
    return assertThrows(
            ServiceException.class,
            () ->
                gate.call(
                    () -> {
                      sent++;
                      throw new ServiceException(ErrorCode.ACS_THROTTLED, "Busy.", retryAfter);
                    }))
        .retryAfter()
        .orElseThrow();
  }

  private ServiceException refusal() {
    var refusal = assertThrows(ServiceException.class, () -> gate.call(this::succeed));
    assertEquals(ErrorCode.ACS_THROTTLED, refusal.code());
    return refusal;
  }

  private void advance(Duration time) {
    now.addAndGet(time.toNanos());
  }
}
