package dev.acstoken.identity;

import java.util.Optional;
import java.util.Set;

/**
 * What a caller asks of a token.
 *
 * @param scopes the scopes wanted, at least one; empty for all that the user may have
 * @param lifetime the lifetime wanted; empty for the configured one
 */
public record TokenRequest(Optional<Set<TokenScope>> scopes, Optional<TokenLifetime> lifetime) {

  /** All that the user may have, for as long as is configured. */
  public static final TokenRequest DEFAULT = new TokenRequest(Optional.empty(), Optional.empty());

  public TokenRequest {
    scopes = scopes.map(Set::copyOf);
    if (scopes.filter(Set::isEmpty).isPresent()) {
      throw new IllegalArgumentException("A token has at least one scope.");
    }
  }
}
