package dev.acstoken.emulator;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.acstoken.emulator.server.SigningKey;
import java.net.URI;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Signs the tokens of a tenant's users, in the forms of Entra ID. */
final class EntraTokens {

  static final Duration LIFETIME = Duration.ofMinutes(70);

  private final EntraIds ids;
  private final Supplier<URI> issuer;
  private final SigningKey key = new SigningKey();
  private final EntraKeys own = new EntraKeys();

  EntraTokens(EntraIds ids, Supplier<URI> issuer) {
    this.ids = ids;
    this.issuer = issuer;
    own.trust(key.publicKey());
  }

  RSAPublicKey publicKey() {
    return key.publicKey();
  }

  JWKSet publicKeys() {
    return key.publicKeys();
  }

  /** Returns the claims of a token that this tenant signed; empty for any other. */
  Optional<JWTClaimsSet> claims(String token) {
    return own.claims(token);
  }

  /** Returns a token of version 2.0. */
  String token(
      String objectId,
      String audience,
      Instant expiresOn,
      UnaryOperator<JWTClaimsSet.Builder> additions) {
    var claims = claims(objectId, expiresOn).audience(audience).issuer(issuer.get().toString());
    return key.sign(additions.apply(claims).build());
  }

  /** Returns a Teams token, which has version 1.0. */
  String teamsToken(
      String objectId, Instant expiresOn, UnaryOperator<JWTClaimsSet.Builder> changes) {
    var claims =
        claims(objectId, expiresOn)
            .issuer("https://sts.windows.net/" + ids.tenantId() + "/")
            .audience(TeamsToken.AUDIENCE)
            .claim("appid", ids.appId())
            .claim("scp", String.join(" ", TeamsToken.SCOPES));
    return key.sign(changes.apply(claims).build());
  }

  private JWTClaimsSet.Builder claims(String objectId, Instant expiresOn) {
    Instant issuedOn = expiresOn.minus(LIFETIME);
    return new JWTClaimsSet.Builder()
        .subject("subject-of-" + objectId)
        .claim("oid", objectId)
        .claim("tid", ids.tenantId())
        .issueTime(Date.from(issuedOn))
        .notBeforeTime(Date.from(issuedOn))
        .expirationTime(Date.from(expiresOn));
  }
}
