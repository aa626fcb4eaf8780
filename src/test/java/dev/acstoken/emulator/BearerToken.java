package dev.acstoken.emulator;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Verifies Entra tokens: signed by a trusted key, for this audience, in their time. */
final class BearerToken {

  private static final String AUDIENCE = "https://communication.azure.com";

  private final List<RSAPublicKey> trusted = new CopyOnWriteArrayList<>();
  private final Clock clock;

  BearerToken(Clock clock) {
    this.clock = clock;
  }

  void trust(RSAPublicKey key) {
    trusted.add(key);
  }

  void verify(String token) {
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      if (!signedByTrusted(jwt)) {
        throw Refusal.denied("No trusted key signed the bearer token.");
      }
      verify(jwt.getJWTClaimsSet());
    } catch (ParseException e) {
      throw Refusal.denied("The bearer token is not a signed JWT.");
    }
  }

  private boolean signedByTrusted(SignedJWT jwt) {
    if (!jwt.getHeader().getAlgorithm().equals(JWSAlgorithm.RS256)) {
      return false;
    }
    return trusted.stream().anyMatch(key -> signedBy(key, jwt));
  }

  private static boolean signedBy(RSAPublicKey key, SignedJWT jwt) {
    try {
      return jwt.verify(new RSASSAVerifier(key));
    } catch (JOSEException e) {
      return false;
    }
  }

  private void verify(JWTClaimsSet claims) {
    // The SDK's scope has two slashes and azure-identity keeps one of them in the resource.
    if (claims.getAudience().stream().noneMatch(it -> it.replaceAll("/+$", "").equals(AUDIENCE))) {
      throw Refusal.denied("The bearer token is not for " + AUDIENCE + ".");
    }
    Instant now = clock.instant();
    Date expiry = claims.getExpirationTime();
    Date notBefore = claims.getNotBeforeTime();
    if (expiry == null || !now.isBefore(expiry.toInstant())) {
      throw Refusal.denied("The bearer token has expired.");
    }
    if (notBefore != null && now.isBefore(notBefore.toInstant())) {
      throw Refusal.denied("The bearer token is not valid yet.");
    }
  }
}
