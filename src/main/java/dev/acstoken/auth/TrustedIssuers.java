package dev.acstoken.auth;

import dev.acstoken.identity.FormerNames;
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
public record TrustedIssuers(List<TrustedIssuer> issuers, Roles roles) implements FormerNames {

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
   * @param name the URL, the alias or the former name of a trusted issuer; for a tenant of a
   *     multi-tenant issuer, with the tenant's id
   * @return empty if no trusted issuer has this name
   */
  public Optional<String> userKeyNamed(String name) {
    return issuers.stream()
        .flatMap(issuer -> issuer.name().userKeyNamed(name).stream())
        .findFirst();
  }

  /** Returns whether users of a trusted issuer have this issuer in their key, or had it before. */
  public boolean isUserKey(String issuer) {
    return userKeyOf(issuer).isPresent();
  }

  /** Returns whether a trusted issuer identifies this user or application. */
  public boolean identifies(User principal) {
    return isUserKey(Caller.issuerOf(principal));
  }

  /**
   * Returns a user or application, as it is stored, under the present name of its issuer. This is
   * the name for responses, events and comparisons. A principal of an issuer that was not renamed
   * or is not trusted is returned as it is.
   */
  public User present(User principal) {
    return userKeyOf(Caller.issuerOf(principal))
        .map(issuer -> Caller.withIssuer(principal, issuer))
        .orElse(principal);
  }

  @Override
  public Optional<User> of(User user) {
    return formerKeyOf(user.issuer()).map(issuer -> new User(issuer, user.id()));
  }

  // The present issuer in the key of a user in whose stored key the issuer is. An issuer's URL that
  // has an alias is in no key.
  private Optional<String> userKeyOf(String stored) {
    return userKeyNamed(stored)
        .filter(
            userKey ->
                userKey.equals(stored) || formerKeyOf(userKey).filter(stored::equals).isPresent());
  }

  // A tenant may have rules of its own beside a template: its names are those of the single issuer.
  private Optional<String> formerKeyOf(String userKey) {
    return issuers.stream()
        .flatMap(issuer -> issuer.name().formerKeyOf(userKey).stream())
        .filter(former -> userKeyNamed(former).filter(userKey::equals).isPresent())
        .findFirst();
  }
}
