package dev.acstoken.identity;

/**
 * The configured policy: what users may have unless they have a policy of their own.
 *
 * @param scopes of a user who inherits this policy
 * @param lifetime of a token whose request names none
 */
public record TokenPolicy(ScopeSet scopes, TokenLifetime lifetime) {

  /**
   * Decides on a token.
   *
   * @throws ServiceException with {@link ErrorCode#SCOPE_NOT_ALLOWED} if the user may not have it
   */
  public TokenGrant grant(TokenRequest request, AccessPolicy policy) {
    if (!allows(request, policy)) {
      boolean isBlocked = policy instanceof AccessPolicy.Custom custom && custom.blocksUser();
      throw new ServiceException(
          ErrorCode.SCOPE_NOT_ALLOWED,
          isBlocked
              ? "This user may not have tokens."
              : "This user may have these scopes: " + allowedScopes(policy) + ".");
    }
    return new TokenGrant(
        request.scopes().orElse(allowedScopes(policy)), request.lifetime().orElse(lifetime));
  }

  /** Whether a user with this policy may have such a token. */
  public boolean allows(TokenRequest request, AccessPolicy policy) {
    ScopeSet allowed = allowedScopes(policy);
    ScopeSet requested = request.scopes().orElse(allowed);
    return !requested.isEmpty() && allowed.containsAll(requested);
  }

  /** Returns the scopes of a user with this policy. */
  public ScopeSet allowedScopes(AccessPolicy policy) {
    return policy instanceof AccessPolicy.Custom custom ? custom.scopes() : scopes;
  }
}
