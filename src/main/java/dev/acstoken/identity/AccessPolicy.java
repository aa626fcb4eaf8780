package dev.acstoken.identity;

/** The rule that determines which token scopes a user may have. */
public sealed interface AccessPolicy {

  /** The policy of every user without a custom policy. */
  AccessPolicy INHERITED = new Inherited();

  static AccessPolicy custom(ScopeSet scopes) {
    return new Custom(scopes);
  }

  /** Returns whether the policy blocks the user, who then gets neither an identity nor tokens. */
  boolean blocksUser();

  /**
   * Checks that a policy does not block its user.
   *
   * @throws ServiceException with {@link ErrorCode#SCOPE_NOT_ALLOWED} if it does
   */
  static void requireNotBlocked(AccessPolicy policy) {
    if (policy.blocksUser()) {
      throw new ServiceException(
          ErrorCode.SCOPE_NOT_ALLOWED, "This user is blocked and cannot get tokens.");
    }
  }

  /** Allows the scopes that are configured for all users. */
  record Inherited() implements AccessPolicy {

    @Override
    public boolean blocksUser() {
      return false;
    }
  }

  /**
   * Allows scopes that were set for this user.
   *
   * @param scopes the allowed scopes; empty if the user is blocked
   */
  record Custom(ScopeSet scopes) implements AccessPolicy {

    @Override
    public boolean blocksUser() {
      return scopes.isEmpty();
    }
  }
}
