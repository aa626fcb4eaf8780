package dev.acstoken.auth;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class VerificationPrimerTest {

  // The times are checked last, so the signature, the issuer and the audience were accepted.
  @Test
  void passesEveryCheckExceptTheExpiryTime() {
    var refusal = assertThrows(TokenRefusal.class, VerificationPrimer::verify);

    assertEquals(RefusalReason.EXPIRED.eventName(), refusal.getMessage());
  }

  @Test
  void runDoesNotThrow() {
    assertDoesNotThrow(VerificationPrimer::run);
  }
}
