package dev.acstoken.teams;

import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import java.util.Optional;

/** The port to a source of Teams users' Entra ID tokens. */
public interface TeamsUserTokens {

  /** The source for apps that acquire the tokens themselves and send them in their requests. */
  TeamsUserTokens FROM_REQUEST =
      (user, sent, context) ->
          sent.orElseThrow(
              () -> new ServiceException(ErrorCode.INVALID_REQUEST, "A Teams token is required."));

  /**
   * Returns the user's Teams token.
   *
   * @param sent the token in the request, if there is one
   * @throws ServiceException with {@link ErrorCode#INVALID_REQUEST} if this source requires a token
   *     in the request and there is none, or accepts none and there is one. A source that calls
   *     Entra ID also throws {@link ErrorCode#WRONG_TENANT}, {@link ErrorCode#CONSENT_REQUIRED},
   *     {@link ErrorCode#INTERACTION_REQUIRED}, {@link ErrorCode#CONDITIONAL_ACCESS_BLOCKED},
   *     {@link ErrorCode#ACCOUNT_DISABLED}, {@link ErrorCode#USER_NOT_ASSIGNED}, {@link
   *     ErrorCode#INVALID_TOKEN}, {@link ErrorCode#RATE_LIMITED}, {@link ErrorCode#ISSUER_REJECTED}
   *     or {@link ErrorCode#ISSUER_UNAVAILABLE}.
   */
  TeamsUserToken tokenOf(EntraUser user, Optional<TeamsUserToken> sent, RequestContext context);
}
