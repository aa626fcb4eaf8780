package dev.acstoken.teams;

import dev.acstoken.identity.AccessToken;
import dev.acstoken.identity.CommunicationIdentities;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;

/** The port to ACS that exchanges Teams users' tokens, for one Entra application. */
public interface TeamsTokenExchange {

  /** Returns the ACS resource's endpoint, without a trailing slash. */
  String endpoint();

  /**
   * Exchanges a Teams user's token for an ACS token, which expires at the same time. ACS checks
   * that the Teams token is valid, and that it was acquired for the application and by the user.
   * Implementations may retry this call: at worst, ACS issues another token that nobody receives.
   *
   * @param objectId the user's object id in Entra ID
   * @throws ServiceException with {@link ErrorCode#INVALID_TEAMS_TOKEN}, {@link
   *     ErrorCode#TEAMS_TOKEN_MISMATCH}, {@link ErrorCode#TEAMS_LICENSE_MISSING}, {@link
   *     ErrorCode#WRONG_TENANT}, or one of the errors of ACS that {@link CommunicationIdentities}
   *     lists
   */
  AccessToken exchange(TeamsUserToken token, String objectId, RequestContext context);
}
