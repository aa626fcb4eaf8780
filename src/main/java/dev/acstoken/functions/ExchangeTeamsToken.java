package dev.acstoken.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import dev.acstoken.app.TokenEndpoint;
import dev.acstoken.http.CallerCall;
import dev.acstoken.http.ProblemException;
import dev.acstoken.http.ProblemType;
import dev.acstoken.http.Reply;
import dev.acstoken.http.RequestHandler;
import dev.acstoken.http.TeamsTokenReply;
import dev.acstoken.http.TeamsTokenRequestBody;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/** Exchanges a Teams user's Entra token for a token of ACS, if that is configured. */
public final class ExchangeTeamsToken {

  private final RequestHandler handler;

  public ExchangeTeamsToken() {
    this(TokenEndpoint::ofEnvironment);
  }

  ExchangeTeamsToken(Supplier<TokenEndpoint> endpoint) {
    handler = new RequestHandler(endpoint);
  }

  @FunctionName("ExchangeTeamsToken")
  public HttpResponseMessage run(
      @HttpTrigger(
              name = "request",
              methods = HttpMethod.POST,
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "users/me/teams-tokens")
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context) {
    return handler.forCallerWithinBudget(request, context, ExchangeTeamsToken::answer);
  }

  private static Reply answer(CallerCall call) throws IOException {
    var teams = call.endpoint().teamsTokens().orElseThrow(ExchangeTeamsToken::notConfigured);
    var user = call.caller().entraUser().orElseThrow(ExchangeTeamsToken::notOfEntra);
    var sent = TeamsTokenRequestBody.read(call.request());
    var exchanged = teams.exchange(user, sent, call.deadline());
    return Reply.of(HttpStatus.OK, new TeamsTokenReply(exchanged));
  }

  private static ProblemException notConfigured() {
    return new ProblemException(
        ProblemType.TEAMS_NOT_CONFIGURED, "This service is not configured for Teams users.");
  }

  private static ProblemException notOfEntra() {
    return new ProblemException(
        ProblemType.FORBIDDEN, "The bearer token has no object id of Entra ID in \"oid\".");
  }
}
