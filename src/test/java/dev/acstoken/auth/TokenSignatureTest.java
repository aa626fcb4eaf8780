package dev.acstoken.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import java.io.IOException;
import java.net.URI;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies with which keys a token must be signed. */
@Timeout(60)
class TokenSignatureTest {

  private final ScriptedIssuer issuer;
  private final ScriptedIssuer other;
  private final TestAuthenticator authenticator;

  TokenSignatureTest() throws IOException {
    issuer = new ScriptedIssuer();
    other = new ScriptedIssuer();
    authenticator = TestAuthenticator.of(issuer.uri(), "api://test");
  }

  @AfterEach
  void close() {
    issuer.close();
    other.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"EdDSA", "Ed25519"})
  void acceptsEd25519(String algorithm) throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] encoded = pair.getPublic().getEncoded();
    byte[] raw = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    issuer.document(
        ScriptedIssuer.KEYS,
        "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"a\",\"x\":\"%s\"}]}"
            .formatted(Base64URL.encode(raw)));
    String content =
        Base64URL.encode("{\"alg\":\"%s\",\"kid\":\"a\"}".formatted(algorithm))
            + "."
            + Base64URL.encode(
                "{\"iss\":\"%s\",\"aud\":\"api://test\",\"sub\":\"alice\",\"exp\":%d}"
                    .formatted(issuer.uri(), Instant.now().plusSeconds(600).getEpochSecond()));
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(pair.getPrivate());
    signature.update(content.getBytes(US_ASCII));
    String token = content + "." + Base64URL.encode(signature.sign());

    assertEquals("alice", authenticate(token).user().id());
    assertRejected(content + "." + Base64URL.encode(new byte[64]));
  }

  @Test
  void findsANewKeyForATokenWithoutAKeyId() throws Exception {
    String token = other.signAs(issuer, header().build());
    assertRejected(token);
    issuer.document(ScriptedIssuer.KEYS, "{\"keys\":[" + other.publicKey() + "]}");

    assertRejected(token);
    while (!isAccepted(token)) {
      Thread.sleep(5);
    }
  }

  @Test
  void doesNotUseAKeyFromTheToken() throws Exception {
    var header =
        header().jwk(other.publicKey()).jwkURL(URI.create(other.uri() + ScriptedIssuer.KEYS));

    assertRejected(other.signAs(issuer, header.build()));
    assertEquals(0, other.keyFetches());
  }

  private static JWSHeader.Builder header() {
    return new JWSHeader.Builder(JWSAlgorithm.ES256).type(JOSEObjectType.JWT);
  }

  private boolean isAccepted(String token) {
    try {
      return authenticate(token).user().id().equals("alice");
    } catch (ServiceException e) {
      assertEquals(ErrorCode.INVALID_TOKEN, e.code());
      return false;
    }
  }

  private void assertRejected(String token) {
    assertEquals(RefusalReason.KEY, authenticator.refusalOf("Bearer " + token).reason());
  }

  private Caller authenticate(String token) {
    return authenticator.authenticate("Bearer " + token);
  }
}
