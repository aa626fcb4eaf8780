package dev.acstoken.auth;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.RandomInput;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Verifies that a random Authorization header authenticates nobody and is not quoted in the
 * refusal.
 */
class HeaderFuzzTest {
  private static final List<ErrorCode> REFUSALS =
      List.of(ErrorCode.UNAUTHENTICATED, ErrorCode.INVALID_TOKEN, ErrorCode.ISSUER_UNAVAILABLE);

  private final TestAuthenticator authenticator =
      TestAuthenticator.of(URI.create("http://127.0.0.1:1"), "audience");

  @Test
  void randomTextIsRefused() {
    RandomInput.check(input -> input.text(0, 400), this::expectRefusal);
  }

  @Test
  void randomTextInTheFormOfATokenIsRefused() {
    RandomInput.check(HeaderFuzzTest::bearerToken, this::expectRefusal);
  }

  private static String bearerToken(RandomInput input) {
    return input.oneOf("Bearer ", "bearer ", "BEARER  ", "Bearer\t", "Bearer", "DPoP ")
        + String.join(".", input.list(1, 6, HeaderFuzzTest::part))
        + input.oneOf("", " ", ",", "\n", ", Bearer e30.e30.e30");
  }

  private static String part(RandomInput input) {
    return input.oneOf(
        HeaderFuzzTest::knownPart, it -> it.text(0, 60, 'A', 'z'), it -> it.text(0, 60, '-', '9'));
  }

  private static String knownPart(RandomInput input) {
    return input.oneOf(
        "eyJhbGciOiJub25lIn0",
        "eyJhbGciOiJSUzI1NiJ9",
        "e30",
        "bnVsbA",
        "W10",
        "",
        "IiI",
        "eyJhbGciOiJSUzI1NiIsImNyaXQiOlsiYiJdfQ",
        "eyJzdWIiOiJ4In0");
  }

  private void expectRefusal(String header) {
    var refusal = assertThrows(ServiceException.class, () -> authenticator.authenticate(header));

    assertTrue(REFUSALS.contains(refusal.code()), refusal::toString);
    if (header.length() > 12) {
      assertFalse(
          String.valueOf(refusal).contains(header.substring(8)), "the refusal contains the header");
    }
  }
}
