package dev.acstoken.teams;

import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import java.util.Optional;

/** The source for apps that acquire the tokens themselves and send them in their requests. */
public final class SentTeamsTokens implements TeamsUserTokens {

  @Override
  public void requireAcceptable(EntraUser user, Optional<TeamsUserToken> sent) {
    var unused = requireSent(sent);
  }

  @Override
  public TeamsUserToken tokenOf(
      EntraUser user, Optional<TeamsUserToken> sent, RequestContext context) {
    return requireSent(sent);
  }

  private static TeamsUserToken requireSent(Optional<TeamsUserToken> sent) {
    return sent.orElseThrow(
        () -> new ServiceException(ErrorCode.INVALID_REQUEST, "A Teams token is required."));
  }
}
