package dev.acstoken.teams;

import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import java.util.Optional;

/** The port to where Teams users' Entra ID tokens come from. */
public interface TeamsUserTokens {

  /** The app acquires them and sends them with its requests. */
  TeamsUserTokens FROM_REQUEST =
      (user, sent, context) ->
          sent.orElseThrow(
              () -> new ServiceException(ErrorCode.INVALID_REQUEST, "Send a Teams token."));

  /**
   * Returns the user's token.
   *
   * @param sent the token in the request, if there is one
   * @throws ServiceException with {@link ErrorCode#INVALID_REQUEST} if the request must hold a
   *     token, or none; if Entra ID is asked, also with {@link ErrorCode#CONSENT_REQUIRED}, {@link
   *     ErrorCode#INTERACTION_REQUIRED}, {@link ErrorCode#WRONG_TENANT}, {@link
   *     ErrorCode#ISSUER_REJECTED} or {@link ErrorCode#ISSUER_UNAVAILABLE}
   */
  TeamsUserToken tokenOf(EntraUser user, Optional<TeamsUserToken> sent, RequestContext context);
}
