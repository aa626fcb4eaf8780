package dev.acstoken.modelcheck;

import dev.acstoken.identity.AccessToken;
import java.util.Set;

/**
 * The state at the first call of an operation, as far as its invariants depend on it.
 *
 * @param inUse the tokens that have been released
 * @param isOpen whether the code is that of an open invitation
 */
record AtStart(Set<AccessToken> inUse, boolean isOpen) {

  /** The operation does not depend on it. */
  static final AtStart ANY = new AtStart(Set.of(), false);
}
