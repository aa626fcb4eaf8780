package dev.acstoken.identity;

import java.util.Optional;

/**
 * A request for a token.
 *
 * @param scopes the requested scopes, at least one; empty for all scopes that the user may have
 * @param lifetime the requested lifetime; empty for the configured lifetime
 */
public record TokenRequest(Optional<ScopeSet> scopes, Optional<TokenLifetime> lifetime) {

  /** A request for all scopes that the user may have, with the configured lifetime. */
  public static final TokenRequest DEFAULT = new TokenRequest(Optional.empty(), Optional.empty());

  public TokenRequest {
    if (scopes.filter(ScopeSet::isEmpty).isPresent()) {
      throw new IllegalArgumentException("A token needs at least one scope.");
    }
  }
}
