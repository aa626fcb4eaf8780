package dev.acstoken.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenLifetimeTest {

  @ParameterizedTest
  @ValueSource(ints = {60, 61, 1439, 1440})
  void acceptsTheLifetimesThatAcsSupports(int minutes) {
    assertTrue(TokenLifetime.isAllowed(minutes));
    assertEquals(Duration.ofMinutes(minutes), new TokenLifetime(minutes).toDuration());
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -60, 0, 59, 1441, Integer.MAX_VALUE})
  void rejectsLifetimesThatAcsDoesNotSupport(int minutes) {
    assertFalse(TokenLifetime.isAllowed(minutes));
    assertThrows(IllegalArgumentException.class, () -> new TokenLifetime(minutes));
  }

  @ParameterizedTest
  @ValueSource(longs = {60 + (1L << 32), Long.MIN_VALUE, Long.MAX_VALUE})
  void rejectsNumbersThatOverflowAnInt(long minutes) {
    assertFalse(TokenLifetime.isAllowed(minutes));
  }
}
