package dev.acstoken.identity;

import java.util.Set;

/**
 * What a token shall be, decided: allowed scopes, at least one, and a lifetime.
 *
 * @param scopes the token's scopes
 * @param lifetime the token's lifetime
 */
public record TokenGrant(Set<TokenScope> scopes, TokenLifetime lifetime) {

  public TokenGrant {
    scopes = Set.copyOf(scopes);
  }
}
