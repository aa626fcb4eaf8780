package dev.acstoken.identity;

/** Which scopes a user may have. */
public sealed interface AccessPolicy {

  /** The policy of every user for whom no other was set. */
  AccessPolicy INHERITED = new Inherited();

  static AccessPolicy custom(ScopeSet scopes) {
    return new Custom(scopes);
  }

  /** The scopes that are configured for all users. */
  record Inherited() implements AccessPolicy {}

  /**
   * The user's own scopes.
   *
   * @param scopes empty if the user is blocked
   */
  record Custom(ScopeSet scopes) implements AccessPolicy {

    /** Whether the user may not have any token. */
    public boolean blocksUser() {
      return scopes.isEmpty();
    }
  }
}
