package dev.acstoken.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.acstoken.auth.keys.KeyRequest;
import dev.acstoken.auth.keys.SignatureVerifiers;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the type, the signature and the validity period of tokens, with a minute of clock skew.
 * The issue time ({@code iat}) is not compared with the clock, because only {@code nbf} limits when
 * a token becomes valid.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8725">RFC 8725, JSON Web Token Best Current
 *     Practices</a>
 */
final class TokenVerifier {

  private static final DefaultJOSEObjectTypeVerifier<KeyRequest> TYPES =
      new DefaultJOSEObjectTypeVerifier<>(
          JOSEObjectType.JWT,
          new JOSEObjectType("application/jwt"),
          new JOSEObjectType("at+jwt"),
          new JOSEObjectType("application/at+jwt"),
          null);

  private static final Duration SKEW = Duration.ofSeconds(60);

  private final SignatureVerifiers verifiers = new SignatureVerifiers();
  private final DefaultJWTProcessor<KeyRequest> processor = new DefaultJWTProcessor<>();

  /**
   * Creates a verifier.
   *
   * @param keys selects the keys that may have signed a token
   */
  TokenVerifier(JWSKeySelector<KeyRequest> keys) {
    processor.setJWSTypeVerifier(TokenVerifier::requireType);
    processor.setJWSKeySelector(
        (header, request) -> {
          requireAlgorithm(header);
          return keys.selectJWSKeys(header, request);
        });
    processor.setJWSVerifierFactory(verifiers);
    processor.setJWTClaimsSetVerifier((claims, request) -> requireValidNow(claims));
  }

  /**
   * Verifies a token and returns its claims.
   *
   * @throws TokenRefusal if the token is refused
   */
  JWTClaimsSet verify(SignedJWT token, KeyRequest request) {
    try {
      return processor.process(token, request);
    } catch (BadJWTException e) {
      throw TokenRefusal.invalid(
              RefusalReason.CLAIM,
              "A claim of the bearer token is not of the form that it must have.")
          .comparing("", "aud")
          .causedBy(e);
    } catch (BadJOSEException | JOSEException e) {
      throw TokenRefusal.invalid(
              RefusalReason.KEY, "The bearer token is not signed with a key of its issuer.")
          .comparing(String.valueOf(token.getHeader().getKeyID()), "")
          .causedBy(e);
    }
  }

  private static void requireType(@Nullable JOSEObjectType type, KeyRequest request) {
    try {
      TYPES.verify(type, request);
    } catch (BadJOSEException e) {
      throw TokenRefusal.invalid(
              RefusalReason.TYPE,
              "The bearer token is of a type that this service does not accept.")
          .comparing(String.valueOf(type), "JWT,at+jwt")
          .causedBy(e);
    }
  }

  private void requireAlgorithm(JWSHeader header) {
    if (!verifiers.supportedJWSAlgorithms().contains(header.getAlgorithm())) {
      throw TokenRefusal.invalid(
              RefusalReason.ALGORITHM,
              "The bearer token is signed with an algorithm that this service does not accept.")
          .comparing(header.getAlgorithm().getName(), "RS,PS,ES,EdDSA");
    }
  }

  private static void requireValidNow(JWTClaimsSet claims) {
    Instant now = Instant.now();
    Date expiry = claims.getExpirationTime();
    if (expiry == null) {
      throw TokenRefusal.invalid(RefusalReason.CLAIM, "The bearer token never expires.")
          .comparing("", "exp");
    }
    if (!expiry.toInstant().plus(SKEW).isAfter(now)) {
      throw TokenRefusal.invalid(RefusalReason.EXPIRED, "The bearer token has expired.");
    }
    Date start = claims.getNotBeforeTime();
    if (start != null && start.toInstant().minus(SKEW).isAfter(now)) {
      throw TokenRefusal.invalid(RefusalReason.EXPIRED, "The bearer token is not valid yet.");
    }
  }
}
