package dev.acstoken.teams;

import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.Failure;
import dev.acstoken.identity.IdentityException;
import java.util.Optional;

/** The port to where Teams users' Entra tokens come from. */
public interface TeamsUserTokens {

  /** The app acquires them and sends them. */
  TeamsUserTokens FROM_REQUEST =
      (user, sent, deadline) ->
          sent.orElseThrow(
              () -> new IdentityException(Failure.INVALID_TEAMS_REQUEST, "Send a Teams token."));

  /**
   * The user's token.
   *
   * @param sent what the request holds
   * @throws IdentityException with {@link Failure#INVALID_TEAMS_REQUEST} if the request must hold a
   *     token, or none; if the issuer is asked, also with {@link Failure#CONSENT_REQUIRED}, {@link
   *     Failure#INTERACTION_REQUIRED}, {@link Failure#WRONG_TENANT}, {@link
   *     Failure#ISSUER_REJECTED} or {@link Failure#ISSUER_UNAVAILABLE}
   */
  TeamsUserToken of(EntraUser user, Optional<TeamsUserToken> sent, Deadline deadline);
}
