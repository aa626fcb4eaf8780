package dev.acstoken.emulator.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies that any text of a caller is either an object or nothing. */
class JsonTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "60",
        "{",
        "{} {}",
        "{\"minutes\": 1e2147483648}",
        "{\"minutes\": [-1e2147483648]}",
      })
  void everyOtherTextIsNoObject(String text) {
    assertEquals(Optional.empty(), Json.object(text.getBytes(UTF_8)));
  }
}
