package dev.acstoken.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.nimbusds.jose.JOSEObjectType;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Verifies which types of tokens are accepted. */
@Timeout(60)
class TokenTypeTest {

  private final ScriptedIssuer issuer;

  TokenTypeTest() throws IOException {
    issuer = new ScriptedIssuer();
  }

  @AfterEach
  void close() {
    issuer.close();
  }

  @Test
  void acceptsEllipticCurveKeysAndAccessTokenTypes() throws Exception {
    for (String type : List.of("JWT", "at+jwt", "application/at+jwt")) {
      assertEquals("alice", authenticate(issuer.token(new JOSEObjectType(type))).user().id());
    }
  }

  @Test
  void rejectsOtherTokenTypes() throws Exception {
    assertRejected(issuer.token(new JOSEObjectType("logout+jwt")));
  }

  private void assertRejected(String token) {
    var e = assertThrows(ServiceException.class, () -> authenticate(token));
    assertEquals(ErrorCode.INVALID_TOKEN, e.code());
  }

  private Caller authenticate(String token) {
    return TestAuthenticator.of(issuer.uri(), "api://test").authenticate("Bearer " + token);
  }
}
