package dev.acstoken.auth;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.nimbusds.jwt.proc.ExpiredJWTException;
import org.junit.jupiter.api.Test;

class VerificationPrimerTest {

  // Times are looked at last: the signature verified, and issuer and audience are as they should
  // be.
  @Test
  void goesThroughEveryCheckAndEndsAtTheLast() {
    assertThrows(ExpiredJWTException.class, VerificationPrimer::verify);
  }

  @Test
  void failsNobody() {
    assertDoesNotThrow(VerificationPrimer::run);
  }
}
