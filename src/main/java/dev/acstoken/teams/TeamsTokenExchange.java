package dev.acstoken.teams;

import dev.acstoken.identity.AccessToken;
import dev.acstoken.identity.CommunicationIdentities;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.Failure;
import dev.acstoken.identity.IdentityException;

/** The port to ACS's exchange of Teams users' tokens, for one Entra application. */
public interface TeamsTokenExchange {

  /** The ACS resource's endpoint, without a trailing slash. */
  String endpoint();

  /**
   * A token of ACS for the Teams user, valid as long as theirs. ACS looks whether theirs is good,
   * was acquired for the application, and by that user.
   *
   * @param objectId the user's
   * @throws IdentityException with {@link Failure#INVALID_TEAMS_TOKEN}, {@link
   *     Failure#TEAMS_TOKEN_MISMATCH}, {@link Failure#TEAMS_LICENSE_MISSING}, {@link
   *     Failure#WRONG_TENANT}, or one of ACS's failures as in {@link CommunicationIdentities}
   */
  AccessToken exchange(TeamsUserToken token, String objectId, Deadline deadline);
}
