package dev.acstoken.providers;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A key with which a provider signs tokens. The JDK signs, so that the endpoint's library does not
 * verify its own signatures.
 *
 * @param algorithm the JOSE name of the algorithm
 * @param published the public key as a member of the provider's key set
 */
public record ProviderKey(
    String algorithm, PrivateKey secret, String jdkAlgorithm, Map<String, Object> published) {

  private static final int ED25519_BYTES = 32;

  /** The pairs that the providers share, because generating one takes long. */
  private static final class RsaPairs {
    private static final KeyPair FIRST = pair("RSA", 2048);
    private static final KeyPair SECOND = pair("RSA", 2048);
    private static final KeyPair FOREIGN = pair("RSA", 2048);
  }

  static ProviderKey rs256(String id) {
    return rs256(id, RsaPairs.FIRST);
  }

  /** Returns the other key of a provider that has two. */
  static ProviderKey secondRs256(String id) {
    return rs256(id, RsaPairs.SECOND);
  }

  /** Returns a key that no provider has. */
  static ProviderKey foreignRs256(String id) {
    return rs256(id, RsaPairs.FOREIGN);
  }

  private static ProviderKey rs256(String id, KeyPair pair) {
    var jwk = new RSAKey.Builder((RSAPublicKey) pair.getPublic()).keyID(id).build();
    return new ProviderKey("RS256", pair.getPrivate(), "SHA256withRSA", members(jwk, "RS256"));
  }

  static ProviderKey es256(String id) {
    return ec(id, "ES256", "secp256r1", Curve.P_256, "SHA256withECDSAinP1363Format");
  }

  static ProviderKey es384(String id) {
    return ec(id, "ES384", "secp384r1", Curve.P_384, "SHA384withECDSAinP1363Format");
  }

  static ProviderKey ed25519(String id) {
    var pair = pair("Ed25519", 255);
    byte[] der = pair.getPublic().getEncoded();
    var x = Base64URL.encode(Arrays.copyOfRange(der, der.length - ED25519_BYTES, der.length));
    var jwk = new OctetKeyPair.Builder(Curve.Ed25519, x).keyID(id).build();
    return new ProviderKey("EdDSA", pair.getPrivate(), "Ed25519", members(jwk, "EdDSA"));
  }

  private static ProviderKey ec(
      String id, String algorithm, String jdkCurve, Curve curve, String jdkAlgorithm) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(jdkCurve));
      var pair = generator.generateKeyPair();
      var jwk = new ECKey.Builder(curve, (ECPublicKey) pair.getPublic()).keyID(id).build();
      return new ProviderKey(algorithm, pair.getPrivate(), jdkAlgorithm, members(jwk, algorithm));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair pair(String algorithm, int bits) {
    try {
      var generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Object> members(JWK jwk, String algorithm) {
    Map<String, Object> members = new LinkedHashMap<>(jwk.toJSONObject());
    members.put("use", KeyUse.SIGNATURE.identifier());
    members.put("alg", algorithm);
    return members;
  }

  String id() {
    return String.valueOf(published.get("kid"));
  }

  /** Returns the key with a further member, or another value of one, in the key set. */
  ProviderKey published(String name, Object value) {
    Map<String, Object> members = new LinkedHashMap<>(published);
    members.put(name, value);
    return new ProviderKey(algorithm, secret, jdkAlgorithm, members);
  }

  /** Returns the key without a member in the key set. */
  ProviderKey unpublished(String name) {
    Map<String, Object> members = new LinkedHashMap<>(published);
    members.remove(name);
    return new ProviderKey(algorithm, secret, jdkAlgorithm, members);
  }

  /** Returns a token with these claims, which are JSON. */
  Token token(String claims) {
    return Token.of(this, claims);
  }

  /** Returns the signature of this text, in base64url. */
  String sign(String content) {
    try {
      var signature = Signature.getInstance(jdkAlgorithm);
      signature.initSign(secret);
      signature.update(content.getBytes(US_ASCII));
      return Base64URL.encode(signature.sign()).toString();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the key set that consists of these keys. */
  static String set(ProviderKey... keys) {
    return JSONObjectUtils.toJSONString(
        Map.of("keys", List.of(keys).stream().map(ProviderKey::published).toList()));
  }
}
