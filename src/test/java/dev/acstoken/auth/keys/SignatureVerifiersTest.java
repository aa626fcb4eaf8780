package dev.acstoken.auth.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import java.security.Key;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies which algorithms and keys have a verifier. */
class SignatureVerifiersTest {

  private final SignatureVerifiers verifiers = new SignatureVerifiers();

  @ParameterizedTest
  @ValueSource(strings = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"})
  void verifiesWithRsaKeys(String algorithm) throws Exception {
    RSAKey key = new RSAKeyGenerator(2048).generate();

    assertVerifies(JWSAlgorithm.parse(algorithm), new RSASSASigner(key), key.toRSAPublicKey());
  }

  @ParameterizedTest
  @CsvSource({"ES256,P-256", "ES384,P-384", "ES512,P-521"})
  void verifiesWithKeysOnCurves(String algorithm, String curve) throws Exception {
    ECKey key = new ECKeyGenerator(Curve.parse(curve)).generate();

    assertVerifies(JWSAlgorithm.parse(algorithm), new ECDSASigner(key), key.toECPublicKey());
  }

  // RFC 8037, appendix A.4 and A.2.
  @Test
  void verifiesTheExampleOfEd25519() throws Exception {
    var jws =
        JWSObject.parse(
            "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
                + "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt"
                + "9g7sVvpAr_MuM0KAg");
    Key key =
        Ed25519Keys.decode(new Base64URL("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo").decode());

    assertTrue(jws.verify(verifiers.createJWSVerifier(jws.getHeader(), key)));
  }

  @Test
  void supportsTheseAlgorithms() {
    assertEquals(
        Set.of(
            "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512",
            "EdDSA", "Ed25519"),
        verifiers.supportedJWSAlgorithms().stream()
            .map(JWSAlgorithm::getName)
            .collect(Collectors.toSet()));
  }

  @Test
  void aSymmetricKeyHasNoVerifier() {
    var key = new SecretKeySpec(new byte[32], "HmacSHA256");

    assertThrows(
        JOSEException.class,
        () -> verifiers.createJWSVerifier(new JWSHeader(JWSAlgorithm.HS256), key));
  }

  private void assertVerifies(JWSAlgorithm algorithm, JWSSigner signer, Key key)
      throws JOSEException {
    var jws = new JWSObject(new JWSHeader(algorithm), new Payload("{}"));
    jws.sign(signer);
    var other = new JWSObject(new JWSHeader(algorithm), new Payload("[]"));

    var verifier = verifiers.createJWSVerifier(jws.getHeader(), key);
    assertTrue(jws.verify(verifier));
    assertFalse(verifier.verify(other.getHeader(), other.getSigningInput(), jws.getSignature()));
  }
}
