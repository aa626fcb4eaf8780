package dev.acstoken.emulator;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The public keys that are trusted as signing keys of Entra ID. */
final class EntraKeys {

  private final List<RSAPublicKey> trusted = new CopyOnWriteArrayList<>();

  void trust(RSAPublicKey key) {
    trusted.add(key);
  }

  /**
   * Returns the claims of a token that is signed with RS256 and a trusted key; empty for any other.
   */
  Optional<JWTClaimsSet> claims(String token) {
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      return isSignedByTrusted(jwt) ? Optional.of(jwt.getJWTClaimsSet()) : Optional.empty();
    } catch (ParseException e) {
      return Optional.empty();
    }
  }

  /** Returns whether a token with these claims is in its validity period. */
  static boolean isInValidityPeriod(JWTClaimsSet claims, Instant now) {
    Date expiry = claims.getExpirationTime();
    Date notBefore = claims.getNotBeforeTime();
    return expiry != null
        && now.isBefore(expiry.toInstant())
        && (notBefore == null || !now.isBefore(notBefore.toInstant()));
  }

  private boolean isSignedByTrusted(SignedJWT jwt) {
    return jwt.getHeader().getAlgorithm().equals(JWSAlgorithm.RS256)
        && trusted.stream().anyMatch(key -> isSignedBy(key, jwt));
  }

  private static boolean isSignedBy(RSAPublicKey key, SignedJWT jwt) {
    try {
      return jwt.verify(new RSASSAVerifier(key));
    } catch (JOSEException e) {
      return false;
    }
  }
}
