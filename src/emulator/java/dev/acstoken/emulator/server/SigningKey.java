package dev.acstoken.emulator.server;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;

/** An RSA key with which a token issuer signs JWTs (RS256). */
public final class SigningKey {

  private final RSAKey key;
  private final RSASSASigner signer;

  /** Generates a new key. */
  public SigningKey() {
    try {
      this.key =
          new RSAKeyGenerator(2048)
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(JWSAlgorithm.RS256)
              .keyIDFromThumbprint(true)
              .generate();
      this.signer = new RSASSASigner(key);
    } catch (JOSEException e) {
      throw new IllegalStateException("This JDK has no RSA", e);
    }
  }

  /** Returns the whole key, including the private part. */
  public RSAKey jwk() {
    return key;
  }

  /** Returns the public part, with which signatures are verified. */
  public RSAPublicKey publicKey() {
    try {
      return key.toRSAPublicKey();
    } catch (JOSEException e) {
      throw new IllegalStateException("The key is not an RSA key", e);
    }
  }

  /** Returns the public part as the key set that an issuer publishes. */
  public JWKSet publicKeys() {
    return new JWKSet(key.toPublicJWK());
  }

  /** Returns a signed JWT with these claims. */
  public String sign(JWTClaimsSet claims) {
    return sign(header().build(), claims);
  }

  /**
   * Returns a signed JWT with these claims. Its header has {@code x5t}, too, as the tokens of
   * Microsoft's services do. The key has no certificate, so this is the thumbprint of the key.
   */
  @SuppressWarnings("deprecation") // SHA-1, which x5t requires
  public String signWithThumbprint(JWTClaimsSet claims) {
    return sign(header().x509CertThumbprint(sha1(publicKey().getEncoded())).build(), claims);
  }

  private JWSHeader.Builder header() {
    return new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).type(JOSEObjectType.JWT);
  }

  private static Base64URL sha1(byte[] bytes) {
    try {
      return Base64URL.encode(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-1.", e);
    }
  }

  private String sign(JWSHeader header, JWTClaimsSet claims) {
    SignedJWT jwt = new SignedJWT(header, claims);
    try {
      jwt.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("Signing failed", e);
    }
    return jwt.serialize();
  }
}
