package dev.acstoken.identity;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What users may have unless their mapping says otherwise.
 *
 * @param scopes of a user without a policy of their own
 * @param lifetime of a token whose request names none
 */
public record TokenPolicy(Set<TokenScope> scopes, TokenLifetime lifetime) {

  public TokenPolicy {
    scopes = Set.copyOf(scopes);
  }

  public TokenGrant grant(TokenRequest request, Optional<Set<TokenScope>> usersOwnScopes) {
    Set<TokenScope> allowed = allowed(usersOwnScopes);
    Set<TokenScope> wanted = request.scopes().orElse(allowed);
    if (!allows(request, usersOwnScopes)) {
      throw new IdentityException(
          Failure.SCOPE_NOT_ALLOWED,
          allowed.isEmpty()
              ? "This user may not have tokens."
              : "This user may have these scopes: " + inOrder(allowed) + ".");
    }
    return new TokenGrant(wanted, request.lifetime().orElse(lifetime));
  }

  public boolean allows(TokenRequest request, Optional<Set<TokenScope>> usersOwnScopes) {
    Set<TokenScope> allowed = allowed(usersOwnScopes);
    Set<TokenScope> wanted = request.scopes().orElse(allowed);
    return !wanted.isEmpty() && allowed.containsAll(wanted);
  }

  /** The scopes of a user with or without a policy of their own. */
  public Set<TokenScope> allowed(Optional<Set<TokenScope>> usersOwnScopes) {
    return usersOwnScopes.orElse(scopes);
  }

  private static Set<TokenScope> inOrder(Set<TokenScope> scopes) {
    Set<TokenScope> ordered = EnumSet.noneOf(TokenScope.class);
    ordered.addAll(scopes);
    return ordered;
  }
}
