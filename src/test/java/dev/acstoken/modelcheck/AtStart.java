package dev.acstoken.modelcheck;

import dev.acstoken.identity.AccessToken;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.Mapping;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * The state at the first call of an operation, as far as its invariants depend on it.
 *
 * @param inUse the tokens that have been released
 * @param unknownSince since when ACS has denied the identity, as the row records it
 * @param isOpen whether the code is that of an open invitation
 */
record AtStart(Set<AccessToken> inUse, Optional<Instant> unknownSince, boolean isOpen) {

  /** The operation does not depend on it. */
  static final AtStart ANY = new AtStart(Set.of(), Optional.empty(), false);

  /** Returns what an operation for a user depends on. */
  static AtStart of(Set<AccessToken> inUse, Account account) {
    return new AtStart(Set.copyOf(inUse), account.mapping().flatMap(Mapping::unknownSince), false);
  }
}
