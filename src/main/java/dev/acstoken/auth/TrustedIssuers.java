package dev.acstoken.auth;

import dev.acstoken.identity.User;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All issuers whose tokens are accepted.
 *
 * @param issuers the issuers. A single issuer precedes a template that contains it.
 * @param roles the roles that count in their tokens
 */
public record TrustedIssuers(List<TrustedIssuer> issuers, Roles roles) {

  /** Orders the issuers. */
  public TrustedIssuers {
    issuers =
        Stream.concat(
                issuers.stream().filter(issuer -> issuer.name() instanceof IssuerName.Single),
                issuers.stream().filter(issuer -> issuer.name() instanceof IssuerName.OfTenants))
            .toList();
  }

  /**
   * Returns the issuer in the key of a user.
   *
   * @param name the URL or the alias of a trusted issuer; for a tenant of a multi-tenant issuer,
   *     with the tenant's id
   * @return empty if no trusted issuer has this name
   */
  public Optional<String> userKeyNamed(String name) {
    return issuers.stream()
        .flatMap(issuer -> issuer.name().userKeyNamed(name).stream())
        .findFirst();
  }

  /** Returns whether users of a trusted issuer have this issuer in their key. */
  public boolean isUserKey(String issuer) {
    return userKeyNamed(issuer).filter(issuer::equals).isPresent();
  }

  /** Returns whether a trusted issuer identifies this user or application. */
  public boolean identifies(User principal) {
    return isUserKey(Caller.issuerOf(principal));
  }
}
