package dev.acstoken.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The keys that an issuer may publish, including some that it should not. */
final class PublishedKeys {

  final RSAKey rsa = rsa("rsa");
  final RSAKey onlyRs256 =
      new RSAKey.Builder(rsa("only RS256")).algorithm(JWSAlgorithm.RS256).build();
  final RSAKey forEncryption =
      new RSAKey.Builder(rsa("encryption")).keyUse(KeyUse.ENCRYPTION).build();
  final RSAKey forWrapping =
      new RSAKey.Builder(rsa("wrapping")).keyOperations(Set.of(KeyOperation.WRAP_KEY)).build();
  final RSAKey weak = weak("weak");
  final RSAKey paddedWeak = padded(weak("padded weak"));
  final ECKey ec = ec("ec", Curve.P_256);
  final ECKey ec384 = ec("ec384", Curve.P_384);
  final OctetSequenceKey secret = secret("secret");

  String document() {
    return document(
        rsa, onlyRs256, forEncryption, forWrapping, weak, paddedWeak, ec, ec384, secret);
  }

  /** Returns the key set as JSON. It contains symmetric secrets, which no issuer should publish. */
  static String document(JWK... keys) {
    List<Map<String, Object>> published =
        Stream.of(keys)
            .map(key -> key instanceof OctetSequenceKey ? key : key.toPublicJWK())
            .map(JWK::toJSONObject)
            .toList();
    return JSONObjectUtils.toJSONString(Map.of("keys", published));
  }

  static RSAKey rsa(String id) {
    return create(() -> new RSAKeyGenerator(2048).keyID(id).generate());
  }

  private static RSAKey weak(String id) {
    return create(() -> new RSAKeyGenerator(1024, true).keyID(id).generate());
  }

  // Leading zeros make the modulus look as long as that of a strong key.
  private static RSAKey padded(RSAKey key) {
    byte[] longer = new byte[256];
    byte[] modulus = key.getModulus().decode();
    System.arraycopy(modulus, 0, longer, longer.length - modulus.length, modulus.length);
    return new RSAKey.Builder(Base64URL.encode(longer), key.getPublicExponent())
        .privateKey(create(key::toRSAPrivateKey))
        .keyID(key.getKeyID())
        .build();
  }

  private static ECKey ec(String id, Curve curve) {
    return create(() -> new ECKeyGenerator(curve).keyID(id).generate());
  }

  private static OctetSequenceKey secret(String id) {
    return create(() -> new OctetSequenceKeyGenerator(512).keyID(id).generate());
  }

  /** Returns the X.509 encoding of the key. */
  static byte[] encoded(RSAKey key) {
    return create(() -> key.toRSAPublicKey().getEncoded());
  }

  /** Returns a signature whose two numbers are both the order of the curve P-256. */
  static byte[] ordersForSignature() {
    BigInteger order = Curve.P_256.toECParameterSpec().getOrder();
    byte[] bytes = Arrays.copyOfRange(order.toByteArray(), 1, 33);
    byte[] both = Arrays.copyOf(bytes, 64);
    System.arraycopy(bytes, 0, both, 32, 32);
    return both;
  }

  private static <T> T create(KeyGenerator<T> generator) {
    try {
      return generator.generate();
    } catch (JOSEException e) {
      throw new IllegalStateException("Every JDK can create such keys.", e);
    }
  }

  private interface KeyGenerator<T> {
    T generate() throws JOSEException;
  }
}
