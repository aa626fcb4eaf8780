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
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Builds a bearer token, which is valid for its user unless one of the methods changes that. A
 * builder is for one thread and can mint several tokens.
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

  /** Sets the {@code roles} claim; without values, the claim is left out. */
  public TokenBuilder roles(String... roles) {
    return claim("roles", roles.length == 0 ? null : List.of(roles));
  }

  /** Makes the token one of an application, whose client id is the name of the user. */
  public TokenBuilder ofApplication() {
    return claim("azp", claims.getClaims().get("sub")).claim("idtyp", "app").claim("oid", null);
  }

  /** Sets the {@code scp} claim: scopes separated by spaces. */
  public TokenBuilder scope(String scope) {
    return claim("scp", scope);
  }

  /** Replaces the audience. */
  public TokenBuilder audience(String... audiences) {
    claims.audience(List.of(audiences));
    return this;
  }

  /** Replaces the {@code iss} claim. */
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

  /** Makes the token valid for an hour that ended an hour ago. */
  public TokenBuilder expired() {
    return validFrom(Instant.now().minus(Duration.ofHours(2)), Duration.ofHours(1));
  }

  /** Makes the token valid for an hour that begins in an hour. */
  public TokenBuilder notYetValid() {
    return validFrom(Instant.now().plus(Duration.ofHours(1)), Duration.ofHours(1));
  }

  /**
   * Sets any claim.
   *
   * @param value a value that JSON can represent, or null to leave the claim out
   */
  public TokenBuilder claim(String name, @Nullable Object value) {
    claims.claim(name, value);
    return this;
  }

  /** Signs with a key that the issuer does not publish, under that key's own id. */
  public TokenBuilder signedByForeignKey() {
    key = new SigningKey().jwk();
    return this;
  }

  /** Signs with a key that the issuer does not publish, under the id of a key that it publishes. */
  public TokenBuilder signedByForeignKeyUnderKnownId() {
    key = new RSAKey.Builder(new SigningKey().jwk()).keyID(key.getKeyID()).build();
    return this;
  }

  /**
   * Signs with a key that the issuer does not publish, and puts that key into the token's header.
   */
  public TokenBuilder signedByForeignKeyInHeader() {
    key = new SigningKey().jwk();
    edits = header -> header.jwk(key.toPublicJWK());
    return this;
  }

  /** Returns the token, signed with RS256. */
  public String mint() {
    try {
      var jwt = new SignedJWT(header(JWSAlgorithm.RS256), claims.build());
      jwt.sign(new RSASSASigner(key));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the token without a signature ({@code "alg": "none"}). */
  public String mintUnsigned() {
    return new PlainJWT(claims.build()).serialize();
  }

  /**
   * Returns the token with an HS256 signature whose secret is the published key, for algorithm
   * confusion attacks.
   */
  public String mintHmac() {
    try {
      var jwt = new SignedJWT(header(JWSAlgorithm.HS256), claims.build());
      jwt.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Returns the user's {@code oid}, which is derived from the name and therefore the same in every
   * run.
   */
  static UUID objectId(String user) {
    return UUID.nameUUIDFromBytes(user.getBytes(StandardCharsets.UTF_8));
  }

  private JWSHeader header(JWSAlgorithm algorithm) {
    var header = new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).type(JOSEObjectType.JWT);
    return edits.apply(header).build();
  }
}
