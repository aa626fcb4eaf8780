package dev.acstoken.teams;

import dev.acstoken.identity.AccessToken;
import dev.acstoken.identity.Audit;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.StateChange;
import java.util.Optional;

/** Exchanges Teams users' tokens for ACS tokens. ACS stores no identity for these users. */
public final class TeamsTokens {

  private static final StateChange EXCHANGED =
      StateChange.of(StateChange.Kind.TEAMS_TOKEN_EXCHANGED);

  private final TeamsUserTokens source;
  private final TeamsTokenExchange acs;

  public TeamsTokens(TeamsUserTokens source, TeamsTokenExchange acs) {
    this.source = source;
    this.acs = acs;
  }

  /**
   * Checks whether a token can be issued, as far as that needs no call of a dependency.
   *
   * @param sent the Teams token in the request, if there is one
   * @throws ServiceException with the errors of {@link TeamsUserTokens#requireAcceptable}
   */
  public void requireAcceptable(EntraUser user, Optional<TeamsUserToken> sent) {
    source.requireAcceptable(user, sent);
  }

  /**
   * Issues an ACS token for a Teams user.
   *
   * @param sent the Teams token in the request, if there is one
   * @throws ServiceException with the errors of {@link TeamsUserTokens} and of {@link
   *     TeamsTokenExchange}
   */
  public ExchangeResult exchange(
      EntraUser user, Optional<TeamsUserToken> sent, RequestContext context) {
    TeamsUserToken teamsToken = source.tokenOf(user, sent, context);
    AccessToken acsToken =
        Audit.attempt(EXCHANGED, context, () -> acs.exchange(teamsToken, user.objectId(), context));
    context.observer().onChange(EXCHANGED);
    return new ExchangeResult(acsToken, user.objectId(), acs.endpoint());
  }

  /**
   * An exchanged token.
   *
   * @param token the ACS token
   * @param objectId the Teams user's object id
   * @param acsEndpoint the ACS resource that the token is for
   */
  public record ExchangeResult(AccessToken token, String objectId, String acsEndpoint) {}
}
