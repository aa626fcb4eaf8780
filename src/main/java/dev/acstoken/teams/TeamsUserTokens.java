package dev.acstoken.teams;

import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import java.util.Optional;

/** The port to a source of Teams users' Entra ID tokens. */
public interface TeamsUserTokens {

  /**
   * Checks whether this source can return the user's token, as far as that needs no call of a
   * dependency.
   *
   * @param sent the token in the request, if there is one
   * @throws ServiceException with {@link ErrorCode#INVALID_REQUEST} if this source requires a token
   *     in the request and there is none, or accepts none and there is one; with {@link
   *     ErrorCode#WRONG_TENANT} if it has no tokens of the user's tenant
   */
  void requireAcceptable(EntraUser user, Optional<TeamsUserToken> sent);

  /**
   * Returns the user's Teams token.
   *
   * @param sent the token in the request, if there is one
   * @throws ServiceException with the errors of {@link #requireAcceptable}. A source that calls
   *     Entra ID also throws {@link ErrorCode#WRONG_TENANT}, {@link ErrorCode#CONSENT_REQUIRED},
   *     {@link ErrorCode#INTERACTION_REQUIRED}, {@link ErrorCode#CONDITIONAL_ACCESS_BLOCKED},
   *     {@link ErrorCode#ACCOUNT_DISABLED}, {@link ErrorCode#USER_NOT_ASSIGNED}, {@link
   *     ErrorCode#INVALID_TOKEN}, {@link ErrorCode#RATE_LIMITED}, {@link ErrorCode#ISSUER_REJECTED}
   *     or {@link ErrorCode#ISSUER_UNAVAILABLE}.
   */
  TeamsUserToken tokenOf(EntraUser user, Optional<TeamsUserToken> sent, RequestContext context);
}
