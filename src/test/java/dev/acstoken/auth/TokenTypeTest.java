package dev.acstoken.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {"JWT", "application/jwt", "at+jwt", "application/at+jwt", "jwt", "AT+JWT"})
  void acceptsAccessTokensAndTokensOfNoStatedKind(@Nullable String type) throws Exception {
    assertEquals("alice", authenticator().authenticate(bearer(type)).user().id());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"logout+jwt", "application/logout+jwt", "dpop+jwt", "secevent+jwt", "JWS"})
  void rejectsOtherTokenTypes(String type) throws Exception {
    Refusal refusal = authenticator().refusalOf(bearer(type));

    assertEquals(RefusalReason.TYPE, refusal.reason());
    assertEquals(type, refusal.found());
  }

  private String bearer(@Nullable String type) throws JOSEException {
    return "Bearer " + issuer.token(type == null ? null : new JOSEObjectType(type));
  }

  private TestAuthenticator authenticator() {
    return TestAuthenticator.of(issuer.uri(), "api://test");
  }
}
