package dev.acstoken.auth;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.nimbusds.jwt.proc.ExpiredJWTException;
import org.junit.jupiter.api.Test;

class VerificationPrimerTest {

  // The times are checked last, so the signature, the issuer and the audience were accepted.
  @Test
  void passesEveryCheckExceptTheExpiryTime() {
    assertThrows(ExpiredJWTException.class, VerificationPrimer::verify);
  }

  @Test
  void runDoesNotThrow() {
    assertDoesNotThrow(VerificationPrimer::run);
  }
}
