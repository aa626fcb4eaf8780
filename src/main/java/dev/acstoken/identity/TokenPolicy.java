package dev.acstoken.identity;

/**
 * The configured policy for tokens.
 *
 * @param scopes the scopes of users without a custom access policy
 * @param lifetime the lifetime of a token if the request names none
 */
public record TokenPolicy(ScopeSet scopes, TokenLifetime lifetime) {

  /**
   * Determines the scopes and the lifetime of a requested token.
   *
   * @param policy the user's access policy
   * @throws ServiceException with {@link ErrorCode#SCOPE_NOT_ALLOWED} if the policy does not allow
   *     the token
   */
  public TokenGrant grant(TokenRequest request, AccessPolicy policy) {
    AccessPolicy.requireNotBlocked(policy);
    if (!allows(request, policy)) {
      throw new ServiceException(
          ErrorCode.SCOPE_NOT_ALLOWED,
          "The scopes allowed for this user are " + allowedScopes(policy) + ".");
    }
    return new TokenGrant(
        request.scopes().orElse(allowedScopes(policy)), request.lifetime().orElse(lifetime));
  }

  /** Returns whether a user with this access policy may have the requested token. */
  public boolean allows(TokenRequest request, AccessPolicy policy) {
    ScopeSet allowed = allowedScopes(policy);
    ScopeSet requested = request.scopes().orElse(allowed);
    return !requested.isEmpty() && allowed.containsAll(requested);
  }

  /** Returns the scopes that a user with this access policy may have. */
  public ScopeSet allowedScopes(AccessPolicy policy) {
    return policy instanceof AccessPolicy.Custom custom ? custom.scopes() : scopes;
  }
}
