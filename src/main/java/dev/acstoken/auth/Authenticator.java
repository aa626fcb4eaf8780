package dev.acstoken.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.ExpiredJWTException;
import dev.acstoken.auth.keys.IssuerKeys;
import dev.acstoken.auth.keys.KeyFetchCounts;
import dev.acstoken.auth.keys.KeyRequest;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.Guid;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.User;
import java.text.ParseException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Verifies bearer tokens as OpenID Connect and RFC 8725 require. A token must be signed by a key of
 * the issuer with an allowed asymmetric algorithm, have the expected issuer and audience, be valid
 * now (with a minute of clock skew), and contain a valid user id. The issue time ({@code iat}) is
 * not compared with the clock, because only {@code nbf} limits when a token becomes valid.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8725">RFC 8725, JSON Web Token Best Current
 *     Practices</a>
 */
public final class Authenticator {

  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private static final Duration BUDGET = Duration.ofSeconds(8);
  private static final Duration SKEW = Duration.ofSeconds(60);

  private final AuthSettings settings;
  private final IssuerKeys keys;
  private final DefaultJWTProcessor<KeyRequest> processor;

  public Authenticator(AuthSettings settings, IssuerKeys keys) {
    this.settings = settings;
    this.keys = keys;
    this.processor = processor(settings, keys);
  }

  static DefaultJWTProcessor<KeyRequest> processor(
      AuthSettings settings, JWSKeySelector<KeyRequest> keys) {
    var processor = new DefaultJWTProcessor<KeyRequest>();
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT,
            new JOSEObjectType("at+jwt"),
            new JOSEObjectType("application/at+jwt"),
            null));
    processor.setJWSKeySelector(
        (header, request) ->
            ALGORITHMS.contains(header.getAlgorithm())
                ? keys.selectJWSKeys(header, request)
                : List.of());
    processor.setJWTClaimsSetVerifier(claimsVerifier(settings));
    return processor;
  }

  /**
   * Verifies the bearer token of an Authorization header and returns its caller.
   *
   * @param authorization the header; empty if the request has none
   * @throws ServiceException with {@link ErrorCode#UNAUTHENTICATED}, {@link
   *     ErrorCode#INVALID_TOKEN}, {@link ErrorCode#INSUFFICIENT_SCOPE} or {@link
   *     ErrorCode#ISSUER_UNAVAILABLE}; the detail reveals nothing of the token
   */
  public Caller authenticate(String authorization) {
    BearerToken token = BearerToken.ofHeader(authorization);
    JWTClaimsSet claims = verify(token);
    requireScope(claims);
    return new Caller(
        user(claims),
        strings(claims, "roles").contains(settings.adminRole()),
        appId(claims),
        entraObjectId(claims),
        token.unverified());
  }

  /** Returns whether tokens can be verified now. Fetches the issuer's keys if none are cached. */
  public boolean isReady() {
    return keys.problem().isEmpty();
  }

  /** Returns and resets the number of fetches of the issuer's keys, background ones included. */
  public KeyFetchCounts drainKeyFetchCounts() {
    return keys.drainFetchCounts();
  }

  private JWTClaimsSet verify(BearerToken token) {
    try {
      return processor.process(
          parse(token), new KeyRequest(settings.issuer().toString(), Deadline.in(BUDGET)));
    } catch (ExpiredJWTException e) {
      throw invalid("The bearer token has expired.", e);
    } catch (KeySourceException e) {
      throw new ServiceException(
          ErrorCode.ISSUER_UNAVAILABLE,
          "The token issuer's signing keys are currently unavailable.",
          e);
    } catch (BadJOSEException | JOSEException e) {
      throw invalid(
          "The bearer token failed verification. Check its issuer, audience and validity period.",
          e);
    }
  }

  private static SignedJWT parse(BearerToken token) {
    try {
      return StrictJwt.parse(token.unverified().reveal());
    } catch (ParseException | RuntimeException e) {
      // The library throws a NullPointerException for some headers, such as "null".
      throw invalid("The bearer token is malformed.", e);
    }
  }

  private void requireScope(JWTClaimsSet claims) {
    boolean hasScope =
        settings
            .requiredScope()
            .map(s -> strings(claims, "scp").contains(s) || strings(claims, "scope").contains(s))
            .orElse(true);
    if (!hasScope) {
      throw new ServiceException(
          ErrorCode.INSUFFICIENT_SCOPE, "The bearer token lacks the required scope.");
    }
  }

  private User user(JWTClaimsSet claims) {
    if (!(claims.getClaim(settings.userClaim()) instanceof String id)) {
      throw new ServiceException(
          ErrorCode.INVALID_TOKEN, "The user id in the bearer token is missing or not a string.");
    }
    if (!User.isValidId(id)) {
      throw new ServiceException(
          ErrorCode.INVALID_TOKEN,
          "The user id in the bearer token is blank, too long or contains invalid characters.");
    }
    return new User(settings.issuer().toString(), id);
  }

  // The claim's name in OpenID Connect, in Entra ID's older tokens and in RFC 9068.
  private static Optional<String> appId(JWTClaimsSet claims) {
    return Stream.of("azp", "appid", "client_id")
        .flatMap(name -> strings(claims, name).stream())
        .findFirst();
  }

  private static Optional<String> entraObjectId(JWTClaimsSet claims) {
    return claims.getClaim("oid") instanceof String objectId && Guid.matches(objectId)
        ? Optional.of(objectId)
        : Optional.empty();
  }

  // A claim with several names is an array, or one string in which spaces separate the names (RFC
  // 8693, section 4.2).
  private static List<String> strings(JWTClaimsSet claims, String name) {
    Object claim = claims.getClaim(name);
    if (claim instanceof String text) {
      return Arrays.asList(text.split(" "));
    }
    return claim instanceof List<?> list
        ? list.stream().filter(String.class::isInstance).map(String.class::cast).toList()
        : List.of();
  }

  private static DefaultJWTClaimsVerifier<KeyRequest> claimsVerifier(AuthSettings settings) {
    var verifier =
        new DefaultJWTClaimsVerifier<KeyRequest>(
            settings.audience(),
            new JWTClaimsSet.Builder().issuer(settings.issuer().toString()).build(),
            Set.of("exp", settings.userClaim()));
    verifier.setMaxClockSkew((int) SKEW.toSeconds());
    return verifier;
  }

  private static ServiceException invalid(String message, Throwable cause) {
    return new ServiceException(ErrorCode.INVALID_TOKEN, message, cause);
  }
}
