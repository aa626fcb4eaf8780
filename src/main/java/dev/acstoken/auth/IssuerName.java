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
   * Returns the issuer that the keys of users contained before this issuer was renamed; empty if it
   * was not.
   */
  Optional<String> former();

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
   * @param name the issuer's URL, its alias or its former name
   * @return empty if the name is not that of this issuer
   */
  Optional<String> userKeyNamed(String name);

  /**
   * Returns the former issuer in the key of a user.
   *
   * @param userKey the present one
   * @return empty if this issuer was not renamed, or if its users have another key
   */
  Optional<String> formerKeyOf(String userKey);

  /** Returns whether the name is the former one of this issuer. */
  boolean wasNamed(String name);

  /** Returns the tenant of this issuer that its URL or alias names; empty if there is none. */
  Optional<String> tenantIn(String name);

  /**
   * One issuer.
   *
   * @param configured its URL, which the {@code iss} claim must equal exactly
   * @param alias the name that takes the place of the URL in the key of a user
   * @param former the name in the key of a user before the issuer was renamed
   */
  record Single(String configured, Optional<String> alias, Optional<String> former)
      implements IssuerName {

    /** Creates the name of an issuer that was not renamed. */
    public Single(String configured, Optional<String> alias) {
      this(configured, alias, Optional.empty());
    }

    @Override
    public boolean matches(String iss, Optional<String> tenant) {
      return iss.equals(configured);
    }

    @Override
    public Optional<String> userKeyNamed(String name) {
      return name.equals(configured) || alias.filter(name::equals).isPresent() || wasNamed(name)
          ? Optional.of(userKey())
          : Optional.empty();
    }

    private String userKey() {
      return alias.orElse(configured);
    }

    @Override
    public Optional<String> formerKeyOf(String userKey) {
      return former.filter(name -> userKey.equals(userKey()));
    }

    @Override
    public boolean wasNamed(String name) {
      return former.filter(name::equals).isPresent();
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
   * @param former the name in the key of a user before the issuer was renamed, in the same form as
   *     the alias
   * @param tenants the ids of the accepted tenants in lower case; empty if every tenant is accepted
   */
  record OfTenants(
      String configured,
      Optional<String> alias,
      Optional<String> former,
      Optional<Set<String>> tenants)
      implements IssuerName {

    /** Completes alias and former name, so that two spellings of the same name are equal. */
    public OfTenants {
      alias = alias.map(OfTenants::complete);
      former = former.map(OfTenants::complete);
    }

    /** Creates the name of an issuer that was not renamed. */
    public OfTenants(String configured, Optional<String> alias, Optional<Set<String>> tenants) {
      this(configured, alias, Optional.empty(), tenants);
    }

    private static String complete(String name) {
      return TenantPattern.parse(name).with(TenantPattern.PLACEHOLDER);
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
      return tenantIn(name).or(() -> formerTenantIn(name)).map(keyPattern()::with);
    }

    private TenantPattern keyPattern() {
      return pattern(alias).orElse(pattern());
    }

    @Override
    public Optional<String> formerKeyOf(String userKey) {
      return acceptedTenantIn(keyPattern(), userKey)
          .flatMap(tenant -> pattern(former).map(it -> it.with(tenant)));
    }

    @Override
    public boolean wasNamed(String name) {
      return former.filter(name::equals).isPresent() || formerTenantIn(name).isPresent();
    }

    private Optional<String> formerTenantIn(String name) {
      return pattern(former).flatMap(pattern -> acceptedTenantIn(pattern, name));
    }

    @Override
    public Optional<String> tenantIn(String name) {
      return acceptedTenantIn(pattern(), name)
          .or(() -> pattern(alias).flatMap(pattern -> acceptedTenantIn(pattern, name)));
    }

    private TenantPattern pattern() {
      return TenantPattern.parse(configured);
    }

    private static Optional<TenantPattern> pattern(Optional<String> name) {
      return name.map(TenantPattern::parse);
    }

    private Optional<String> acceptedTenantIn(TenantPattern pattern, String text) {
      return pattern
          .tenantIn(text)
          .filter(tenant -> tenants.map(accepted -> accepted.contains(tenant)).orElse(true));
    }
  }
}
