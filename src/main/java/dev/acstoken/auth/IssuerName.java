package dev.acstoken.auth;

import dev.acstoken.auth.keys.TenantPattern;
import java.util.Optional;
import java.util.Set;

/** The name of a trusted issuer, and the name of its users' issuer in the key of a user. */
public sealed interface IssuerName {

  /** Returns the issuer as it is configured. */
  String configured();

  /** Returns the name that takes the place of the URL in the key of a user; empty if none does. */
  Optional<String> alias();

  /**
   * Returns whether the name is that of a token's issuer.
   *
   * @param iss the {@code iss} claim
   * @param tenant the {@code tid} claim; empty if the token has none
   */
  boolean matches(String iss, Optional<String> tenant);

  /**
   * Returns the issuer in the key of a user: the alias, or else the issuer's URL.
   *
   * @param name the issuer's URL or its alias
   * @return empty if the name is not that of this issuer
   */
  Optional<String> userKeyNamed(String name);

  /** Returns the tenant of this issuer that the name refers to; empty if there is none. */
  Optional<String> tenantIn(String name);

  /**
   * One issuer.
   *
   * @param configured its URL, which the {@code iss} claim must equal exactly
   * @param alias the name that takes the place of the URL in the key of a user
   */
  record Single(String configured, Optional<String> alias) implements IssuerName {

    @Override
    public boolean matches(String iss, Optional<String> tenant) {
      return iss.equals(configured);
    }

    @Override
    public Optional<String> userKeyNamed(String name) {
      return name.equals(configured) || alias.filter(name::equals).isPresent()
          ? Optional.of(alias.orElse(configured))
          : Optional.empty();
    }

    @Override
    public Optional<String> tenantIn(String name) {
      return Optional.empty();
    }
  }

  /**
   * The tenants of a multi-tenant issuer.
   *
   * @param configured the URL with {@code {tenantid}} in place of the tenant's id
   * @param alias the name that takes the place of the URL in the key of a user, with {@code
   *     {tenantid}} in place of the tenant's id. Without it, the id follows after a slash.
   * @param tenants the ids of the accepted tenants in lower case; empty if every tenant is accepted
   */
  record OfTenants(String configured, Optional<String> alias, Optional<Set<String>> tenants)
      implements IssuerName {

    /** Completes the alias, so that two spellings of the same alias are equal. */
    public OfTenants {
      alias = alias.map(TenantPattern::parse).map(it -> it.with(TenantPattern.PLACEHOLDER));
    }

    // Entra ID writes the id in lower case. Another spelling must not evade the rules of a single
    // issuer.
    @Override
    public boolean matches(String iss, Optional<String> tenant) {
      TenantPattern pattern = pattern();
      Optional<String> named = acceptedTenantIn(pattern, iss);
      return named.isPresent()
          && iss.equals(pattern.with(named.get()))
          && tenant.filter(named.get()::equalsIgnoreCase).isPresent();
    }

    @Override
    public Optional<String> userKeyNamed(String name) {
      return tenantIn(name).map(tenant -> aliasPattern().orElse(pattern()).with(tenant));
    }

    @Override
    public Optional<String> tenantIn(String name) {
      return acceptedTenantIn(pattern(), name)
          .or(() -> aliasPattern().flatMap(pattern -> acceptedTenantIn(pattern, name)));
    }

    private TenantPattern pattern() {
      return TenantPattern.parse(configured);
    }

    private Optional<TenantPattern> aliasPattern() {
      return alias.map(TenantPattern::parse);
    }

    private Optional<String> acceptedTenantIn(TenantPattern pattern, String text) {
      return pattern
          .tenantIn(text)
          .filter(tenant -> tenants.map(accepted -> accepted.contains(tenant)).orElse(true));
    }
  }
}
