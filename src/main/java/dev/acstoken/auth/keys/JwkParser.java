package dev.acstoken.auth.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses a published JSON Web Key, and accepts it only if it can verify signatures. */
final class JwkParser {

  // RFC 7518, section 3.3. The library verifies with keys of any length.
  private static final int MIN_RSA_BITS = 2048;

  /** The algorithm of each supported elliptic curve. */
  static final Map<Curve, JWSAlgorithm> EC_ALGORITHMS =
      Map.of(
          Curve.P_256, JWSAlgorithm.ES256,
          Curve.P_384, JWSAlgorithm.ES384,
          Curve.P_521, JWSAlgorithm.ES512);

  private JwkParser() {}

  /**
   * Parses a key.
   *
   * @param element an element of the array {@code keys}
   * @see <a href="https://www.rfc-editor.org/rfc/rfc7517#section-4">RFC 7517, section 4</a>
   */
  static VerificationKey parse(@Nullable Object element)
      throws ParseException, JOSEException, GeneralSecurityException {
    if (!(element instanceof Map<?, ?> object)) {
      throw new ParseException("A key is an object.", 0);
    }
    Map<String, Object> members = new LinkedHashMap<>();
    object.forEach((name, value) -> members.put(String.valueOf(name), value));
    JWK key = JWK.parse(members);
    requireVerificationKey(key);
    // Keys of unsupported kinds are refused before they are decoded.
    Set<JWSAlgorithm> algorithms = permitted(key);
    return new VerificationKey(
        publicKey(key),
        Optional.ofNullable(key.getKeyID()),
        issuer(members.get("issuer")),
        algorithms);
  }

  // A private key that is published is known to everyone.
  private static void requireVerificationKey(JWK key) throws InvalidKeyException {
    boolean isForSignatures =
        (key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE))
            && (key.getKeyOperations() == null
                || key.getKeyOperations().contains(KeyOperation.VERIFY));
    if (!isForSignatures || key.isPrivate() || key.getKeyRevocation() != null) {
      throw new InvalidKeyException("The key is not for verifying signatures.");
    }
  }

  private static PublicKey publicKey(JWK key) throws JOSEException, GeneralSecurityException {
    if (key instanceof RSAKey rsa) {
      requireStrong(rsa);
      return rsa.toRSAPublicKey();
    }
    return key instanceof OctetKeyPair pair
        ? Ed25519Keys.decode(pair.getX().decode())
        : key.toECKey().toECPublicKey();
  }

  // The bit length of the modulus is compared because leading zeros inflate its encoded length.
  private static void requireStrong(RSAKey key) throws InvalidKeyException {
    if (key.getModulus().decodeToBigInteger().bitLength() < MIN_RSA_BITS) {
      throw new InvalidKeyException("The key is weak.");
    }
  }

  // Microsoft's common key sets say with this member which issuer may sign with a key.
  private static Optional<String> issuer(@Nullable Object member) throws ParseException {
    if (member != null && !(member instanceof String)) {
      throw new ParseException("The issuer of a key is a string.", 0);
    }
    return Optional.ofNullable((String) member);
  }

  private static Set<JWSAlgorithm> permitted(JWK key) throws InvalidKeyException {
    Set<JWSAlgorithm> possible = possible(key);
    if (key.getAlgorithm() == null) {
      return possible;
    }
    JWSAlgorithm only = JWSAlgorithm.parse(key.getAlgorithm().getName());
    if (!possible.contains(only)) {
      throw new InvalidKeyException("The key is for an unsupported algorithm.");
    }
    return key instanceof OctetKeyPair ? possible : Set.of(only);
  }

  private static Set<JWSAlgorithm> possible(JWK key) throws InvalidKeyException {
    if (key instanceof RSAKey) {
      return RSASSAVerifier.SUPPORTED_ALGORITHMS;
    }
    if (key instanceof ECKey ec && EC_ALGORITHMS.containsKey(ec.getCurve())) {
      return Set.of(EC_ALGORITHMS.get(ec.getCurve()));
    }
    if (key instanceof OctetKeyPair pair && pair.getCurve().equals(Curve.Ed25519)) {
      return Ed25519Verifier.ALGORITHMS;
    }
    throw new InvalidKeyException("The key is of an unsupported kind.");
  }
}
