package dev.acstoken.auth.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Verifies signatures of Ed25519, with the test vectors of Wycheproof.
 *
 * @see <a href="https://github.com/C2SP/wycheproof">C2SP/wycheproof</a>
 */
class Ed25519VerifierTest {

  private static final JWSHeader HEADER = new JWSHeader(JWSAlgorithm.EdDSA);
  private static final byte[] MESSAGE = "message".getBytes(UTF_8);

  @TestFactory
  Stream<DynamicTest> decidesAsTheTestVectorsOfWycheproof() throws Exception {
    Map<String, Object> vectors = read("/wycheproof/ed25519_test.json");

    List<DynamicTest> tests =
        Stream.of(JSONObjectUtils.getJSONObjectArray(vectors, "testGroups"))
            .flatMap(Ed25519VerifierTest::testsOf)
            .toList();

    assertEquals(JSONObjectUtils.getInt(vectors, "numberOfTests"), tests.size());
    return tests.stream();
  }

  @Test
  void acceptsASignatureOfTheKeyOnly() throws Exception {
    KeyPair pair = pair();
    byte[] signature = sign(pair);

    assertTrue(verifies(pair.getPublic(), signature));
    assertFalse(verifies(pair().getPublic(), signature));
    assertFalse(
        new Ed25519Verifier(pair.getPublic()).verify(HEADER, new byte[0], base64(signature)));
  }

  @Test
  void acceptsOneLengthOfASignature() throws Exception {
    KeyPair pair = pair();
    byte[] signature = sign(pair);

    for (int length : new int[] {0, 1, 32, 63, 65, 66, 96, 128}) {
      assertFalse(verifies(pair.getPublic(), Arrays.copyOf(signature, length)), "" + length);
    }
  }

  @Test
  void anArbitrarySignatureIsInvalidAndNoFailure() throws Exception {
    PublicKey key = pair().getPublic();
    var random = new Random(25519);
    for (int i = 0; i < 500; i++) {
      byte[] signature = new byte[64];
      random.nextBytes(signature);
      signature[63] &= (byte) (i % 2 == 0 ? 0x0f : 0xff);
      assertFalse(verifies(key, signature));
    }
    byte[] ones = new byte[64];
    Arrays.fill(ones, (byte) -1);
    assertFalse(verifies(key, ones));
    assertFalse(verifies(key, new byte[64]));
  }

  @Test
  void refusesCriticalExtensions() throws Exception {
    KeyPair pair = pair();
    var header = new JWSHeader.Builder(JWSAlgorithm.EdDSA).criticalParams(Set.of("x")).build();

    assertFalse(new Ed25519Verifier(pair.getPublic()).verify(header, MESSAGE, base64(sign(pair))));
  }

  /** The points of small order, which verify signatures of anyone, in all their encodings. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
      })
  void aPointOfSmallOrderOrWithAnotherEncodingIsNoKey(String encoded) {
    byte[] bytes = HexFormat.of().parseHex(encoded);

    assertThrows(InvalidKeyException.class, () -> Ed25519Keys.decode(bytes));
  }

  @Test
  void aPointBesideTheCurveIsNoKey() {
    byte[] bytes = new byte[32];
    bytes[0] = 2;

    assertThrows(GeneralSecurityException.class, () -> Ed25519Keys.decode(bytes));
  }

  private static Stream<DynamicTest> testsOf(Map<String, Object> group) {
    try {
      var jwk = JSONObjectUtils.getJSONObject(group, "publicKeyJwk");
      PublicKey key = JwkParser.parse(jwk).key();
      return Stream.of(JSONObjectUtils.getJSONObjectArray(group, "tests"))
          .map(
              vector ->
                  dynamicTest(
                      vector.get("tcId") + " " + vector.get("comment"), () -> check(key, vector)));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void check(PublicKey key, Map<String, Object> vector) throws Exception {
    byte[] message = HexFormat.of().parseHex(JSONObjectUtils.getString(vector, "msg"));
    byte[] signature = HexFormat.of().parseHex(JSONObjectUtils.getString(vector, "sig"));

    assertEquals(
        "valid".equals(vector.get("result")),
        new Ed25519Verifier(key).verify(HEADER, message, base64(signature)));
  }

  private static Map<String, Object> read(String resource) throws Exception {
    try (InputStream in = Ed25519VerifierTest.class.getResourceAsStream(resource)) {
      return JSONObjectUtils.parse(new String(in.readAllBytes(), UTF_8));
    }
  }

  private static boolean verifies(PublicKey key, byte[] signature) throws JOSEException {
    return new Ed25519Verifier(key).verify(HEADER, MESSAGE, base64(signature));
  }

  private static Base64URL base64(byte[] bytes) {
    return Base64URL.encode(bytes);
  }

  private static KeyPair pair() throws GeneralSecurityException {
    return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
  }

  private static byte[] sign(KeyPair pair) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(pair.getPrivate());
    signature.update(MESSAGE);
    return signature.sign();
  }
}
