package dev.acstoken.emulator;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.acstoken.emulator.TokenStatus.Active;
import dev.acstoken.emulator.TokenStatus.Inactive;
import dev.acstoken.emulator.TokenStatus.Reason;
import dev.acstoken.emulator.server.SigningKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;

/**
 * Signs access tokens with the header and the claims that ACS gives them, and checks which are
 * still valid.
 */
final class AccessTokens {

  private static final String IDENTITY_TYPE = "8:";

  private final UUID resourceId;
  private final IdentityStore identities;
  private final Clock clock;
  private final SigningKey key;
  private final JWSVerifier verifier;

  AccessTokens(EmulatorState state, Clock clock) {
    this.resourceId = state.resourceId();
    this.identities = state.identities();
    this.key = state.key();
    this.clock = clock;
    this.verifier = new RSASSAVerifier(key.publicKey());
  }

  JWKSet publicKeys() {
    return key.publicKeys();
  }

  IssuedToken issue(Identity identity, List<String> scopes, Instant expiresOn) {
    Instant now = clock.instant();
    long serial = identity.issue(identities::nextSerial, now);
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .claim("skypeid", identity.id().substring(IDENTITY_TYPE.length()))
            .claim("scp", 1792)
            .claim("csi", Long.toString(now.getEpochSecond()))
            .issueTime(Date.from(now))
            .expirationTime(Date.from(expiresOn))
            .claim("rgn", "emea")
            .claim("acsScope", String.join(",", scopes))
            .claim("resourceId", resourceId.toString())
            .jwtID(Long.toString(serial))
            .build();
    return new IssuedToken(key.signWithThumbprint(claims), expiresOn);
  }

  TokenStatus inspect(String token) {
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      if (!jwt.getHeader().getAlgorithm().equals(JWSAlgorithm.RS256) || !jwt.verify(verifier)) {
        return new Inactive(Reason.BAD_SIGNATURE);
      }
      return inspect(jwt.getJWTClaimsSet());
    } catch (ParseException | NumberFormatException e) {
      return new Inactive(Reason.MALFORMED);
    } catch (JOSEException | IllegalStateException e) {
      return new Inactive(Reason.BAD_SIGNATURE);
    }
  }

  private TokenStatus inspect(JWTClaimsSet claims) throws ParseException {
    Instant expiresOn = claims.getExpirationTime().toInstant();
    if (!clock.instant().isBefore(expiresOn)) {
      return new Inactive(Reason.EXPIRED);
    }
    Identity identity =
        identities.find(IDENTITY_TYPE + claims.getStringClaim("skypeid")).orElse(null);
    if (identity == null) {
      return new Inactive(Reason.IDENTITY_UNKNOWN);
    }
    if (identity.deleted()) {
      return new Inactive(Reason.IDENTITY_DELETED);
    }
    if (identity.revoked(Long.parseLong(claims.getJWTID()))) {
      return new Inactive(Reason.REVOKED);
    }
    List<String> scopes = List.of(claims.getStringClaim("acsScope").split(",", -1));
    return new Active(identity.id(), scopes, claims.getIssueTime().toInstant(), expiresOn);
  }
}
