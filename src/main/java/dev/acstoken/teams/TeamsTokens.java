package dev.acstoken.teams;

import dev.acstoken.identity.AccessToken;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.IdentityException;
import dev.acstoken.identity.StateChange;
import java.util.Optional;

/** Gives Teams users tokens of ACS for their own. ACS keeps no identity for them. */
public final class TeamsTokens {

  private final TeamsUserTokens source;
  private final TeamsTokenExchange acs;

  public TeamsTokens(TeamsUserTokens source, TeamsTokenExchange acs) {
    this.source = source;
    this.acs = acs;
  }

  /**
   * A token of ACS for the user.
   *
   * @param sent the Teams token in the request, if it holds one
   * @throws IdentityException with the failures of {@link TeamsUserTokens} and of {@link
   *     TeamsTokenExchange}
   */
  public Exchanged exchange(EntraUser user, Optional<TeamsUserToken> sent, Deadline deadline) {
    TeamsUserToken token = source.of(user, sent, deadline);
    StateChange exchange = StateChange.of(StateChange.Kind.TEAMS_TOKEN_EXCHANGED);
    AccessToken made =
        exchange.attempt(deadline, () -> acs.exchange(token, user.objectId(), deadline));
    deadline.observer().changed(exchange);
    return new Exchanged(made, user.objectId(), acs.endpoint());
  }

  /**
   * @param token the token of ACS
   * @param objectId whose it is
   * @param acsEndpoint of the resource that it is for
   */
  public record Exchanged(AccessToken token, String objectId, String acsEndpoint) {}
}
