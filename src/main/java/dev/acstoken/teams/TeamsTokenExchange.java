package dev.acstoken.teams;

import dev.acstoken.identity.AccessToken;
import dev.acstoken.identity.CommunicationIdentities;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;

/** The port to ACS's exchange of Teams users' tokens, for one Entra application. */
public interface TeamsTokenExchange {

  /** Returns the ACS resource's endpoint, without a trailing slash. */
  String endpoint();

  /**
   * Exchanges a Teams user's token for an ACS token, which is valid as long. ACS checks that the
   * token is valid, and was acquired for the application and by that user.
   *
   * @param objectId the user's object id at Entra ID
   * @throws ServiceException with {@link ErrorCode#INVALID_TEAMS_TOKEN}, {@link
   *     ErrorCode#TEAMS_TOKEN_MISMATCH}, {@link ErrorCode#TEAMS_LICENSE_MISSING}, {@link
   *     ErrorCode#WRONG_TENANT}, or one of ACS's errors as in {@link CommunicationIdentities}
   */
  AccessToken exchange(TeamsUserToken token, String objectId, RequestContext context);
}
