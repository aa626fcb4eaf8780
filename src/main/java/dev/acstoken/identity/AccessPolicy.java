package dev.acstoken.identity;

/** The rule that determines which token scopes a user may have. */
public sealed interface AccessPolicy {

  /** The policy of every user without a custom policy. */
  AccessPolicy INHERITED = new Inherited();

  static AccessPolicy custom(ScopeSet scopes) {
    return new Custom(scopes);
  }

  /** Allows the scopes that are configured for all users. */
  record Inherited() implements AccessPolicy {}

  /**
   * Allows scopes that were set for this user.
   *
   * @param scopes the allowed scopes; empty if the user is blocked
   */
  record Custom(ScopeSet scopes) implements AccessPolicy {

    /** Returns whether the policy allows no scope, so that the user cannot get tokens. */
    public boolean blocksUser() {
      return scopes.isEmpty();
    }
  }
}
