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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;

/** An RSA key with which a token issuer signs JWTs (RS256). */
public final class SigningKey {

  private final RSAKey key;
  private final RSASSASigner signer;

  /** Generates a new key. */
  public SigningKey() {
    this(generate());
  }

  private SigningKey(RSAKey key) {
    this.key = key;
    this.signer = signer(key);
  }

  /**
   * Returns the key in a file, which only its owner can read. The file is created with a new key if
   * it does not exist.
   *
   * @throws UncheckedIOException if the file cannot be read or written, with a message for the user
   */
  public static SigningKey keptIn(Path file) {
    try {
      if (!Files.exists(file)) {
        SigningKey generated = new SigningKey();
        PrivateFiles.replace(
            file, generated.key.toJSONString().getBytes(StandardCharsets.US_ASCII));
        return generated;
      }
      PrivateFiles.restrict(file);
      RSAKey key = RSAKey.parse(Files.readString(file, StandardCharsets.US_ASCII));
      if (!key.isPrivate()) {
        throw StateFolder.unreadable(file, "it has no private key");
      }
      return new SigningKey(key);
    } catch (IOException e) {
      throw StateFolder.unreadable(file, e.toString());
    } catch (ParseException | IllegalStateException e) {
      throw StateFolder.unreadable(file, "it has no RSA key");
    }
  }

  private static RSAKey generate() {
    try {
      return new RSAKeyGenerator(2048)
          .keyUse(KeyUse.SIGNATURE)
          .algorithm(JWSAlgorithm.RS256)
          .keyIDFromThumbprint(true)
          .generate();
    } catch (JOSEException e) {
      throw new IllegalStateException("This JDK has no RSA", e);
    }
  }

  private static RSASSASigner signer(RSAKey key) {
    try {
      return new RSASSASigner(key);
    } catch (JOSEException e) {
      throw new IllegalStateException("The key cannot sign", e);
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
