package dev.acstoken.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies which discovery documents and key sets of an issuer are accepted. */
@Timeout(60)
class DiscoveryTest {

  private final ScriptedIssuer issuer;

  DiscoveryTest() throws IOException {
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
    assertRejected(ErrorCode.INVALID_TOKEN, issuer.token(new JOSEObjectType("logout+jwt")));
  }

  @Test
  void doesNotUseAKeyFromTheToken() throws Exception {
    try (var other = new ScriptedIssuer()) {
      issuer.document(ScriptedIssuer.KEYS, "{\"keys\":[]}");
      var header =
          new JWSHeader.Builder(JWSAlgorithm.ES256)
              .type(JOSEObjectType.JWT)
              .jwk(issuer.publicKey())
              .jwkURL(URI.create(other.uri() + ScriptedIssuer.KEYS))
              .build();

      assertRejected(ErrorCode.INVALID_TOKEN, issuer.sign(header));
      assertEquals(0, other.keyFetches());
    }
  }

  @Test
  void rejectsTheDiscoveryDocumentOfAnotherIssuer() throws Exception {
    issuer.discovery("https://elsewhere.example", issuer.uri() + ScriptedIssuer.KEYS);

    assertRejected(ErrorCode.ISSUER_UNAVAILABLE, validToken());
    assertEquals(0, issuer.keyFetches());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://0.0.0.0:%d/jwks", "file:///jwks", "ftp://localhost:%d/jwks", "/jwks", ""})
  void doesNotFetchKeysFromAnInsecureAddress(String keys) throws Exception {
    issuer.discovery(issuer.uri().toString(), keys.formatted(issuer.port()));

    assertRejected(ErrorCode.ISSUER_UNAVAILABLE, validToken());
    assertEquals(0, issuer.keyFetches());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[]", "null", "<html>", "{\"issuer\":7}"})
  void treatsAnInvalidDiscoveryDocumentAsAnUnavailableIssuer(String document) throws Exception {
    issuer.document(ScriptedIssuer.DISCOVERY, document);

    assertRejected(ErrorCode.ISSUER_UNAVAILABLE, validToken());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[]", "null", "<html>", "{\"keys\":7}", "{\"keys\":[7]}"})
  void treatsAnInvalidKeySetAsAnUnavailableIssuer(String document) throws Exception {
    issuer.document(ScriptedIssuer.KEYS, document);

    assertRejected(ErrorCode.ISSUER_UNAVAILABLE, validToken());
  }

  @Test
  void doesNotReadAnOversizedDocument() throws Exception {
    issuer.document(ScriptedIssuer.KEYS, " ".repeat(256 * 1024) + "{\"keys\":[]}");

    assertRejected(ErrorCode.ISSUER_UNAVAILABLE, validToken());
  }

  @Test
  void doesNotWaitForAStalledDocument() throws Exception {
    issuer.document(ScriptedIssuer.KEYS, ScriptedIssuer.STALLED);

    assertRejected(ErrorCode.ISSUER_UNAVAILABLE, validToken());
  }

  private String validToken() throws Exception {
    return issuer.token(JOSEObjectType.JWT);
  }

  private void assertRejected(ErrorCode reason, String token) {
    var e = assertThrows(ServiceException.class, () -> authenticate(token));
    assertEquals(reason, e.code());
  }

  private Caller authenticate(String token) {
    return TestAuthenticator.of(issuer.uri(), "api://test").authenticate("Bearer " + token);
  }
}
