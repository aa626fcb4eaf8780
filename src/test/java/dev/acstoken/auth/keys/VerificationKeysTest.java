package dev.acstoken.auth.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies which keys of a key set are usable, and which of them may have signed a token. */
class VerificationKeysTest {

  private static final String ISSUER = "https://idp.example";
  private static final RSAKey RSA = rsa(2048);
  private static final ECKey EC = ec(Curve.P_256);

  /** The public key of RFC 8037, appendix A.2. */
  private static final String ED25519 = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

  @TestFactory
  Stream<DynamicTest> skipsAKeyThatCannotBeUsedAndKeepsTheOthers() throws Exception {
    Map<String, @Nullable Object> unusable = new HashMap<>();
    unusable.put("null", null);
    unusable.put("a number", 7);
    unusable.put("a text", "key");
    unusable.put("an array", List.of(EC.toJSONObject()));
    unusable.put("an empty object", Map.of());
    unusable.put("no kty", without(EC, "kty"));
    unusable.put("an unknown kty", with(EC, "kty", "LMS"));
    unusable.put("a kty that is a number", with(EC, "kty", 7));
    unusable.put("a post-quantum key", Map.of("kty", "AKP", "alg", "ML-DSA-44", "pub", "AAAA"));
    unusable.put("no crv", without(EC, "crv"));
    unusable.put("an unknown crv", with(EC, "crv", "P-999"));
    unusable.put("the crv of another key", with(EC, "crv", "P-384"));
    unusable.put("secp256k1", ec(Curve.SECP256K1).toPublicJWK().toJSONObject());
    unusable.put("a point beside the curve", with(EC, "x", EC.getY().toString()));
    unusable.put("no x", without(EC, "x"));
    unusable.put("Ed448", okp("Ed448", Base64URL.encode(new byte[57])));
    unusable.put("X25519", okp("X25519", new Base64URL(ED25519)));
    unusable.put("a short Ed25519 key", okp("Ed25519", Base64URL.encode(new byte[31])));
    unusable.put("an Ed25519 key of small order", okp("Ed25519", Base64URL.encode(new byte[32])));
    unusable.put("a symmetric key", Map.of("kty", "oct", "k", "c2VjcmV0", "alg", "HS256"));
    unusable.put("no modulus", without(RSA, "n"));
    unusable.put("a weak RSA key", rsa(1024).toPublicJWK().toJSONObject());
    unusable.put("a weak RSA key behind zeros", with(RSA, "n", padded(rsa(1024))));
    unusable.put("an RSA exponent of one", with(RSA, "e", "AQ"));
    unusable.put("a private key", RSA.toJSONObject());
    unusable.put("a private key on a curve", EC.toJSONObject());
    unusable.put("use enc", with(RSA, "use", "enc"));
    unusable.put("a use that is a number", with(RSA, "use", 7));
    unusable.put("key_ops without verify", with(RSA, "key_ops", List.of("wrapKey")));
    unusable.put("alg RSA-OAEP", with(RSA, "alg", "RSA-OAEP"));
    unusable.put("alg of another kind", with(RSA, "alg", "ES256"));
    unusable.put("alg HS256", with(RSA, "alg", "HS256"));
    unusable.put("alg of another curve", with(EC, "alg", "ES384"));
    unusable.put("an alg that is a number", with(RSA, "alg", 7));
    unusable.put("a kid that is a number", with(RSA, "kid", 7));
    unusable.put("an issuer that is an array", with(RSA, "issuer", List.of(ISSUER)));
    unusable.put("an x5c that is no certificate", with(RSA, "x5c", List.of("AAAA")));
    unusable.put("an x5c that is a text", with(RSA, "x5c", "AAAA"));
    unusable.put("revoked", with(RSA, "revoked", Map.of("revoked_at", 1, "reason", "compromised")));
    return unusable.entrySet().stream()
        .map(it -> dynamicTest(it.getKey(), () -> assertSkipped(it.getValue())));
  }

  @Test
  void skipsAKeyWhoseCertificateBelongsToAnotherKey() {
    var server = new HeldCertificate.Builder().build();
    String certificate = Base64.getEncoder().encodeToString(encoded(server.certificate()));

    assertSkipped(with(EC, "x5c", List.of(certificate)));
  }

  @Test
  void usesAKeyWithUnknownMembersAndWithoutOptionalOnes() {
    var keys = parse(with(EC, "cloud_instance_name", Map.of("any", List.of())));

    assertEquals(1, candidates(keys, JWSAlgorithm.ES256, null).size());
    assertEquals(0, keys.skipped());
  }

  @Test
  void usesBothKeysOfADuplicatedId() {
    var keys = parse(named(EC, "a"), named(ec(Curve.P_256), "a"), named(RSA, "a"));

    assertEquals(2, candidates(keys, JWSAlgorithm.ES256, "a").size());
    assertEquals(1, candidates(keys, JWSAlgorithm.PS512, "a").size());
  }

  @ParameterizedTest
  @CsvSource({
    "RS256,rsa",
    "RS384,rsa",
    "RS512,rsa",
    "PS256,rsa",
    "PS384,rsa",
    "PS512,rsa",
    "ES256,p256",
    "ES384,p384",
    "ES512,p521",
    "EdDSA,ed",
    "Ed25519,ed"
  })
  void anAlgorithmNeedsItsKindOfKey(String algorithm, String id) {
    var keys =
        parse(
            named(RSA, "rsa"),
            named(EC, "p256"),
            named(ec(Curve.P_384), "p384"),
            named(ec(Curve.P_521), "p521"),
            with(okp("Ed25519", new Base64URL(ED25519)), "kid", "ed"));

    for (String other : List.of("rsa", "p256", "p384", "p521", "ed")) {
      int expected = other.equals(id) ? 1 : 0;
      assertEquals(expected, candidates(keys, JWSAlgorithm.parse(algorithm), other).size(), other);
    }
    assertEquals(1, candidates(keys, JWSAlgorithm.parse(algorithm), null).size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "HS256", "HS512", "ES256K", "Ed448", "RS1", "rs256", "RSA-OAEP"})
  void otherAlgorithmsHaveNoKey(String algorithm) {
    var keys = parse(named(RSA, "rsa"), named(EC, "ec"));

    for (String id : List.of("rsa", "ec", "other")) {
      assertEquals(List.of(), candidates(keys, new JWSAlgorithm(algorithm), id));
    }
  }

  @Test
  void theAlgorithmOfAKeyExcludesOthers() {
    var keys = parse(with(RSA, "alg", "RS256"));

    assertEquals(1, candidates(keys, JWSAlgorithm.RS256, null).size());
    assertEquals(0, candidates(keys, JWSAlgorithm.PS256, null).size());
    assertEquals(0, candidates(keys, JWSAlgorithm.RS512, null).size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"EdDSA", "Ed25519"})
  void theTwoNamesOfEd25519MeanTheSame(String algorithm) {
    var keys = parse(with(okp("Ed25519", new Base64URL(ED25519)), "alg", algorithm));

    assertEquals(1, candidates(keys, JWSAlgorithm.EdDSA, null).size());
    assertEquals(1, candidates(keys, JWSAlgorithm.Ed25519, null).size());
  }

  @Test
  void aKeyIdSelectsItsKeyAndOtherwiseTheKeysWithoutOne() {
    var named = named(EC, "a");
    var nameless = ec(Curve.P_256).toPublicJWK().toJSONObject();
    var keys = parse(named, nameless);

    assertEquals(candidates(parse(named), JWSAlgorithm.ES256, "a"), candidates(keys, "a"));
    assertEquals(candidates(parse(nameless), JWSAlgorithm.ES256, null), candidates(keys, "b"));
    assertEquals(2, candidates(keys, null).size());
    assertEquals(0, candidates(parse(named), "A").size());
    assertEquals(0, candidates(parse(named), "").size());
  }

  @Test
  void theIdOfAnUnusableKeyIsKnown() {
    var keys = parse(named(EC, "a"), with(with(RSA, "use", "enc"), "kid", "b"));

    assertTrue(keys.hasId("a"));
    assertTrue(keys.hasId("b"));
    assertFalse(keys.hasId("c"));
    assertEquals(0, candidates(keys, "b").size());
  }

  @Test
  void aThumbprintInTheHeaderIsIgnored() {
    var header =
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .keyID("a")
            .x509CertSHA256Thumbprint(new Base64URL("AAAA"))
            .build();

    assertEquals(1, parse(named(EC, "a")).candidates(header, ISSUER).size());
  }

  @ParameterizedTest
  @CsvSource({
    "https://idp.example, true",
    "https://idp.example/, false",
    "https://other.example, false",
    "'', false",
    "https://idp.example/{tenantid}, false",
    "{tenantid}, false",
  })
  void aKeyWithAnIssuerServesOnlyThatIssuer(String issuer, boolean serves) {
    var keys = parse(with(named(EC, "a"), "issuer", issuer));

    assertEquals(serves ? 1 : 0, candidates(keys, "a").size());
    assertEquals(serves ? 1 : 0, candidates(keys, null).size());
  }

  @ParameterizedTest
  @CsvSource({
    "https://idp.example/8a7c1a5e-2f5c-4d8e-9a52-6f1b0c3d4e5f/v2.0, true",
    "https://idp.example/8A7C1A5E-2F5C-4D8E-9A52-6F1B0C3D4E5F/v2.0, true",
    "https://idp.example/8a7c1a5e-2f5c-4d8e-9a52-6f1b0c3d4e5f/v1.0, false",
    "https://other.example/8a7c1a5e-2f5c-4d8e-9a52-6f1b0c3d4e5f/v2.0, false",
    "https://idp.example/a/8a7c1a5e-2f5c-4d8e-9a52-6f1b0c3d4e5f/v2.0, false",
    "https://idp.example/common/v2.0, false",
    "https://idp.example//v2.0, false",
    "https://idp.example/{tenantid}/v2.0, false",
  })
  void aTemplateServesEachTenantAndNothingElse(String issuer, boolean serves) {
    var keys = parse(with(EC, "issuer", "https://idp.example/{tenantid}/v2.0"));
    var header = new JWSHeader(JWSAlgorithm.ES256);

    assertEquals(serves ? 1 : 0, keys.candidates(header, issuer).size());
  }

  @Test
  void anIssuerWithoutAPlaceForTheTenantHasNoTenants() {
    var keys = parse(with(EC, "issuer", ISSUER));
    String tenant = ISSUER + "/8a7c1a5e-2f5c-4d8e-9a52-6f1b0c3d4e5f";

    assertEquals(0, keys.candidates(new JWSHeader(JWSAlgorithm.ES256), tenant).size());
  }

  // A forged token without a key id must not cost thousands of verifications.
  @Test
  void aTokenWithoutAKeyIdIsTriedWithALimitedNumberOfKeys() {
    var keys = VerificationKeys.parse(Collections.nCopies(2000, EC.toPublicJWK().toJSONObject()));

    assertEquals(2000, keys.size());
    assertEquals(50, candidates(keys, null).size());
  }

  private static void assertSkipped(@Nullable Object unusable) {
    List<Object> published = new ArrayList<>(Arrays.asList(unusable, named(EC, "good"), unusable));
    var keys = VerificationKeys.parse(published);

    assertEquals(2, keys.skipped());
    assertEquals(1, keys.size());
    assertEquals(1, candidates(keys, "good").size());
    assertTrue(VerificationKeys.parse(Arrays.asList(unusable)).isEmpty());
  }

  private static VerificationKeys parse(Map<?, ?>... keys) {
    return VerificationKeys.parse(List.of(keys));
  }

  private static List<PublicKey> candidates(VerificationKeys keys, @Nullable String id) {
    return candidates(keys, JWSAlgorithm.ES256, id);
  }

  private static List<PublicKey> candidates(
      VerificationKeys keys, JWSAlgorithm algorithm, @Nullable String id) {
    // The builder does not accept "none", which a token may name.
    JWSHeader.Builder header =
        algorithm.getName().equals("none")
            ? new JWSHeader.Builder(new JWSAlgorithm("None"))
            : new JWSHeader.Builder(algorithm);
    return keys.candidates(header.keyID(id).build(), ISSUER);
  }

  private static Map<String, Object> named(JWK key, String id) {
    return with(key, "kid", id);
  }

  private static Map<String, Object> with(JWK key, String name, Object value) {
    return with(key.toPublicJWK().toJSONObject(), name, value);
  }

  private static Map<String, Object> with(Map<String, Object> key, String name, Object value) {
    Map<String, Object> members = new HashMap<>(key);
    members.put(name, value);
    return members;
  }

  private static Map<String, Object> without(JWK key, String name) {
    Map<String, Object> members = new HashMap<>(key.toPublicJWK().toJSONObject());
    members.remove(name);
    return members;
  }

  private static Map<String, Object> okp(String curve, Base64URL x) {
    return Map.of("kty", "OKP", "crv", curve, "x", x.toString());
  }

  // Leading zeros make the modulus look as long as that of a strong key.
  private static String padded(RSAKey key) {
    byte[] modulus = key.getModulus().decode();
    byte[] longer = new byte[256];
    System.arraycopy(modulus, 0, longer, longer.length - modulus.length, modulus.length);
    return Base64URL.encode(longer).toString();
  }

  private static RSAKey rsa(int bits) {
    try {
      return new RSAKeyGenerator(bits, true).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ECKey ec(Curve curve) {
    if (curve.equals(Curve.SECP256K1)) {
      return secp256k1();
    }
    try {
      return new ECKeyGenerator(curve).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  // The base point of the curve, because the JDK cannot generate keys for it.
  private static ECKey secp256k1() {
    return new ECKey.Builder(
            Curve.SECP256K1,
            new Base64URL("eb5mfvncu6xVoGKVzocLBwKb_NstzijZWfKBWxb4F5g"),
            new Base64URL("SDradyajxGVdpPv8DhEIqP0XtEimhVQZnEfQj_sQ1Lg"))
        .build();
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }
}
