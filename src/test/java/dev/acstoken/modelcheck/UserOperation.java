package dev.acstoken.modelcheck;

import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.TokenLifetime;
import dev.acstoken.identity.TokenPolicy;
import dev.acstoken.identity.TokenScope;

/** An operation for a user. */
enum UserOperation {
  CREATE,
  ISSUE,
  REFRESH,
  REVOKE,
  DELETE,
  /** An admin removes one of the two configured scopes from the user. */
  RESTRICT,
  /** An admin restores the configured scopes. */
  RESET,
  RECOVER;

  /** The configured policy, which users inherit. */
  static final TokenPolicy POLICY =
      new TokenPolicy(ScopeSet.of(TokenScope.CHAT, TokenScope.VOIP), new TokenLifetime(60));

  Result run(UserDomain domain) {
    return switch (this) {
      case CREATE -> domain.create();
      case ISSUE -> domain.issue();
      case REFRESH -> domain.refresh();
      case REVOKE -> domain.revoke();
      case DELETE -> domain.delete();
      case RESTRICT -> domain.restrict();
      case RESET -> domain.reset();
      case RECOVER -> domain.recover();
    };
  }
}
