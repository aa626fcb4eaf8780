package dev.acstoken.auth;

import dev.acstoken.auth.keys.IssuerKeys;
import dev.acstoken.auth.keys.KeyLocation;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.ServiceException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An authenticator that trusts one issuer with the default rules. It throws what it refuses. */
public final class TestAuthenticator {

  static final Roles ROLES = new Roles("Identity.Admin", "Invitation.Create");

  private final Authenticator authenticator;

  private TestAuthenticator(Authenticator authenticator) {
    this.authenticator = authenticator;
  }

  /** Returns an authenticator that fetches the issuer's keys from its discovery document. */
  public static TestAuthenticator of(URI issuer, String audience) {
    return of(trusted(issuer, audience, "sub", Optional.empty()));
  }

  /** Returns an authenticator with these keys. */
  public static TestAuthenticator with(IssuerKeys keys, URI issuer, String audience) {
    return new TestAuthenticator(
        new Authenticator(
            new TrustedIssuers(List.of(trusted(issuer, audience, "sub", Optional.empty())), ROLES),
            location -> keys));
  }

  static TestAuthenticator of(TrustedIssuer... issuers) {
    HttpClient http = HttpClient.newHttpClient();
    return new TestAuthenticator(
        new Authenticator(
            new TrustedIssuers(List.of(issuers), ROLES),
            location -> new IssuerKeys(location, http)));
  }

  /** Returns an authenticator that requires a scope. */
  public static TestAuthenticator requiringScope(URI issuer, String audience, String scope) {
    return of(trusted(issuer, audience, "sub", Optional.of(scope)));
  }

  static TrustedIssuer trusted(
      URI issuer, String audience, String userClaim, Optional<String> requiredScope) {
    return new TrustedIssuer(
        new IssuerName.Single(issuer.toString(), Optional.empty()),
        KeyLocation.discovered(issuer.toString()),
        new Audience(Set.of(audience), Optional.empty()),
        Optional.empty(),
        ClaimPath.of(userClaim),
        ClaimPath.of("roles"),
        requiredScope.map(scope -> new RequiredScope(scope, Set.of(audience))),
        List.of(),
        new ApplicationTokens(Optional.empty()),
        Admins.ALL);
  }

  /**
   * Authenticates the caller of a request with this Authorization header.
   *
   * @throws ServiceException if the token is refused
   */
  public Caller authenticate(String header) {
    return authenticator
        .authenticate(header, OperationKind.IDENTITIES, Deadline.in(Duration.ofSeconds(8)))
        .orThrow();
  }

  /**
   * Authenticates the caller of an operation on invitations.
   *
   * @throws ServiceException if the token is refused
   */
  Caller authenticateForInvitations(String header) {
    return authenticator
        .authenticate(header, OperationKind.INVITATIONS, Deadline.in(Duration.ofSeconds(8)))
        .orThrow();
  }

  /** Returns why a request with this Authorization header is refused. */
  public Refusal refusalOf(String header) {
    Authentication result =
        authenticator.authenticate(
            header, OperationKind.IDENTITIES, Deadline.in(Duration.ofSeconds(8)));
    if (result instanceof Authentication.Refused refused) {
      return refused.refusal();
    }
    throw new AssertionError("The token is accepted.");
  }
}
