package dev.acstoken.devhost;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.acstoken.emulator.server.SigningKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Builds a bearer token: a valid one for its user unless a method below changes that. A builder
 * serves one thread and may mint more than one token.
 */
public final class TokenBuilder {
  private final JWTClaimsSet.Builder claims;
  private RSAKey key;
  private UnaryOperator<JWSHeader.Builder> edits = UnaryOperator.identity();

  TokenBuilder(String issuer, String audience, String user, RSAKey key) {
    this.key = key;
    this.claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .audience(audience)
            .subject(user)
            .claim("oid", objectId(user).toString())
            .claim("azp", "local-client")
            .jwtID(UUID.randomUUID().toString());
    validFrom(Instant.now(), Duration.ofMinutes(60));
  }

  /** Values of the {@code roles} claim; with none the claim is left out. */
  public TokenBuilder roles(String... roles) {
    return claim("roles", roles.length == 0 ? null : List.of(roles));
  }

  /** The {@code scp} claim: scopes separated by spaces. */
  public TokenBuilder scope(String scope) {
    return claim("scp", scope);
  }

  /** Another audience than the issuer's. */
  public TokenBuilder audience(String... audiences) {
    claims.audience(List.of(audiences));
    return this;
  }

  /** An {@code iss} claim that is not this issuer's. */
  public TokenBuilder issuer(String issuer) {
    claims.issuer(issuer);
    return this;
  }

  /** Sets {@code iat}, {@code nbf} and {@code exp}, in whole seconds. */
  public TokenBuilder validFrom(Instant start, Duration lifetime) {
    claims.issueTime(Date.from(start));
    claims.notBeforeTime(Date.from(start));
    claims.expirationTime(Date.from(start.plus(lifetime)));
    return this;
  }

  /** Valid for an hour that ended an hour ago. */
  public TokenBuilder expired() {
    return validFrom(Instant.now().minus(Duration.ofHours(2)), Duration.ofHours(1));
  }

  /** Valid for an hour that begins in an hour. */
  public TokenBuilder notYetValid() {
    return validFrom(Instant.now().plus(Duration.ofHours(1)), Duration.ofHours(1));
  }

  /**
   * Sets any claim.
   *
   * @param value what JSON can carry; null leaves the claim out
   */
  public TokenBuilder claim(String name, @Nullable Object value) {
    claims.claim(name, value);
    return this;
  }

  /** Signed by a key that the issuer does not publish, under a key id of its own. */
  public TokenBuilder signedByForeignKey() {
    key = new SigningKey().jwk();
    return this;
  }

  /** Signed by a key that the issuer does not publish, under the key id of one that it does. */
  public TokenBuilder signedByForeignKeyUnderKnownId() {
    key = new RSAKey.Builder(new SigningKey().jwk()).keyID(key.getKeyID()).build();
    return this;
  }

  /** Signed by a key that the issuer does not publish and the token's header offers. */
  public TokenBuilder signedByForeignKeyInHeader() {
    key = new SigningKey().jwk();
    edits = header -> header.jwk(key.toPublicJWK());
    return this;
  }

  /** With a header that marks an extension as critical. */
  public TokenBuilder critical(String extension) {
    edits = header -> header.criticalParams(Set.of(extension)).customParam(extension, true);
    return this;
  }

  /** The finished token, signed with RS256. */
  public String mint() {
    try {
      var jwt = new SignedJWT(header(JWSAlgorithm.RS256), claims.build());
      jwt.sign(new RSASSASigner(key));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The token without a signature, {@code "alg": "none"}. */
  public String mintUnsigned() {
    return new PlainJWT(claims.build()).serialize();
  }

  /** The token with an HS256 signature whose secret is the published key: algorithm confusion. */
  public String mintHmac() {
    try {
      var jwt = new SignedJWT(header(JWSAlgorithm.HS256), claims.build());
      jwt.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The user's {@code oid}: made from the name, so the same in every run. */
  static UUID objectId(String user) {
    return UUID.nameUUIDFromBytes(user.getBytes(StandardCharsets.UTF_8));
  }

  private JWSHeader header(JWSAlgorithm algorithm) {
    var header = new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).type(JOSEObjectType.JWT);
    return edits.apply(header).build();
  }
}
