package dev.acstoken.azure.entra;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies that only a JSON object of limited size passes as a claims request. */
class ClaimsRequestTest {

  private static final String START = "{\"access_token\":{\"acrs\":{\"value\":\"";
  private static final String END = "\"}}}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"access_token\":{\"polids\":{\"essential\":true,\"Values\":[\"a\",\"b\"]}}}",
        "{ \"id_token\" : {\n\"auth_time\":null}, \"access_token\":{\"nbf\":{\"value\":\"1\"}} }",
        "{\"access_token\":{\"name\":{\"value\":\"Zoë \\u00e9\"}}}"
      })
  void anObjectPassesUnchanged(String claims) {
    assertEquals(Optional.of(claims), ClaimsRequest.of(claims));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "true",
        "1",
        "[]",
        "[{}]",
        "\"{}\"",
        "{",
        "{\"access_token\":{}",
        "{\"access_token\":}",
        "{access_token:{}}",
        "{}{}",
        "{} x",
        "{}]",
        "eyJhY2Nlc3NfdG9rZW4iOnt9fQ=="
      })
  void anythingElseIsLeftOut(@Nullable String claims) {
    assertEquals(Optional.empty(), ClaimsRequest.of(claims));
  }

  @Test
  void anObjectOf8KiBIsTheLongest() {
    int free = 8 * 1024 - START.length() - END.length();
    String longest = START + "a".repeat(free) + END;

    assertEquals(Optional.of(longest), ClaimsRequest.of(longest));
    assertEquals(Optional.empty(), ClaimsRequest.of(START + "a".repeat(free + 1) + END));
    assertEquals(Optional.empty(), ClaimsRequest.of(START + "é".repeat(free / 2 + 1) + END));
  }

  @Test
  void deepNestingIsNoProblem() {
    String claims = "{\"a\":".repeat(1_600) + "1" + "}".repeat(1_600);

    assertEquals(Optional.empty(), ClaimsRequest.of(claims + "}"));
  }
}
