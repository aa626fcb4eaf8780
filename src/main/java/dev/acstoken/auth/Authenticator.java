package dev.acstoken.auth;

import static java.util.stream.Collectors.toMap;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.acstoken.auth.keys.IssuerKeys;
import dev.acstoken.auth.keys.KeyFetchCounts;
import dev.acstoken.auth.keys.KeyLocation;
import dev.acstoken.auth.keys.KeyRequest;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.Redacted;
import dev.acstoken.identity.ServiceException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Authenticates callers by the bearer tokens of trusted issuers. A token must be signed by its
 * issuer, be valid now, and be acceptable to the issuer's {@link CallerRules}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8725">RFC 8725, JSON Web Token Best Current
 *     Practices</a>
 */
public final class Authenticator {

  private final TrustedIssuers issuers;
  private final List<IssuerVerifier> verifiers;

  /**
   * Creates an authenticator.
   *
   * @param issuers the trusted issuers
   * @param keysAt returns the keys at a location
   */
  public Authenticator(TrustedIssuers issuers, Function<KeyLocation, IssuerKeys> keysAt) {
    this.issuers = issuers;
    this.verifiers =
        issuers.issuers().stream()
            .map(issuer -> new IssuerVerifier(issuer, keysAt.apply(issuer.keys())))
            .toList();
  }

  /**
   * Verifies the bearer token of an Authorization header and returns its caller, or the reason of
   * the refusal. The details of a failure reveal nothing of the token. Its code is {@link
   * ErrorCode#UNAUTHENTICATED}, {@link ErrorCode#INVALID_TOKEN}, {@link
   * ErrorCode#INSUFFICIENT_SCOPE} or {@link ErrorCode#USER_REQUIRED}, or one of the errors of
   * {@link IssuerKeys}.
   *
   * @param authorization the header; empty if the request has none
   * @param operation the kind of the operation that is called
   * @param deadline the end of the time that the request may wait for the issuer
   */
  public Authentication authenticate(
      String authorization, OperationKind operation, Deadline deadline) {
    String unverifiedIssuer = "";
    String unverifiedApp = "";
    try {
      BearerToken token = BearerToken.ofHeader(authorization);
      StrictJwt jwt = StrictJwt.parse(token.unverified().reveal());
      unverifiedIssuer = ClaimPath.of("iss").textIn(jwt.claims()).orElse("");
      unverifiedApp =
          ApplicationTokens.applicationIdsIn(jwt.claims()).stream().findFirst().orElse("");
      jwt.requireValidClaims();
      return new Authentication.Accepted(
          caller(token.unverified(), jwt, unverifiedIssuer, operation, deadline));
    } catch (TokenRefusal e) {
      return e.withUnverified(unverifiedIssuer, unverifiedApp);
    } catch (ServiceException e) {
      return new Authentication.Refused(
          new Refusal(RefusalReason.KEY_UNAVAILABLE, unverifiedIssuer, unverifiedApp, "", ""), e);
    }
  }

  private Caller caller(
      Redacted token, StrictJwt jwt, String iss, OperationKind operation, Deadline deadline) {
    Optional<String> tenant = ClaimPath.of("tid").textIn(jwt.claims());
    IssuerVerifier verifier =
        verifiers.stream()
            .filter(it -> it.issuer().name().matches(iss, tenant))
            .findFirst()
            .orElseThrow(() -> unknownIssuer(iss, tenant));
    JWTClaimsSet verified = verifier.verify(jwt.signed(), new KeyRequest(iss, deadline));
    return new CallerRules(verifier.issuer(), issuers.roles(), operation)
        .callerOf(token, iss, verified, jwt.claims());
  }

  private TokenRefusal unknownIssuer(String iss, Optional<String> tenant) {
    List<String> trusted =
        issuers.issuers().stream().map(issuer -> issuer.name().configured()).toList();
    return TokenRefusal.invalid(
            RefusalReason.ISSUER,
            "The bearer token is from an issuer that this service does not accept.")
        .comparing(iss + tenant.map(id -> ",tid:" + id).orElse(""), String.join(",", trusted));
  }

  /** Returns the trusted issuers. */
  public TrustedIssuers issuers() {
    return issuers;
  }

  /** Returns the keys of each trusted issuer, by its name in the settings. */
  public Map<String, IssuerKeys> keys() {
    return verifiers.stream()
        .collect(toMap(it -> it.issuer().name().configured(), IssuerVerifier::keys));
  }

  /** Returns and resets the number of fetches of issuers' keys, background ones included. */
  public KeyFetchCounts drainKeyFetchCounts() {
    return verifiers.stream()
        .map(it -> it.keys().drainFetchCounts())
        .reduce(new KeyFetchCounts(0, 0), KeyFetchCounts::plus);
  }
}
