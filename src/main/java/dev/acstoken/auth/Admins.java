package dev.acstoken.auth;

import java.util.Optional;
import java.util.Set;

/** The part of an issuer's tokens in which the roles for administration and invitations count. */
public sealed interface Admins {

  /** The roles count in none of the issuer's tokens. */
  Admins NONE = new OfTenants(Set.of());

  /** The roles count in all tokens of the issuer. */
  Admins ALL = new OfIssuer();

  /**
   * Returns whether the roles count.
   *
   * @param tenant the tenant that issued the token; empty if the issuer has none
   */
  boolean mayBeIn(Optional<String> tenant);

  /** The roles count in all tokens of the issuer. */
  record OfIssuer() implements Admins {

    @Override
    public boolean mayBeIn(Optional<String> tenant) {
      return true;
    }
  }

  /**
   * The roles count in the tokens of some tenants. Each tenant assigns its own roles.
   *
   * @param tenants the ids of the tenants in lower case
   */
  record OfTenants(Set<String> tenants) implements Admins {

    @Override
    public boolean mayBeIn(Optional<String> tenant) {
      return tenant.filter(tenants::contains).isPresent();
    }
  }
}
