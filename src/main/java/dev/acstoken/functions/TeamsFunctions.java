package dev.acstoken.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import dev.acstoken.app.Application;
import dev.acstoken.app.LazyApplication;
import dev.acstoken.http.AuthenticatedRequest;
import dev.acstoken.http.Operation;
import dev.acstoken.http.Preconditions;
import dev.acstoken.http.RequestHandler;
import dev.acstoken.http.Response;
import dev.acstoken.http.TeamsTokenRequestBody;
import dev.acstoken.http.TeamsTokenResponse;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.protocol.AccessPolicies;
import dev.acstoken.ratelimit.Cost;
import dev.acstoken.teams.EntraUser;
import dev.acstoken.teams.TeamsTokens;
import java.util.Optional;
import java.util.function.Supplier;

/** The function that exchanges Teams tokens. It fails if the service is not configured for that. */
public final class TeamsFunctions {

  private final RequestHandler handler;
  private final Supplier<Optional<TeamsTokens>> teamsTokens;
  private final Supplier<AccessPolicies> policies;

  public TeamsFunctions() {
    this(LazyApplication.fromEnvironment());
  }

  TeamsFunctions(LazyApplication application) {
    handler = application.requestHandler();
    teamsTokens = application.lazily(Application::teamsTokens);
    policies = application.lazily(Application::accessPolicies);
  }

  /** Exchanges a Teams user's Entra ID token for an ACS token. */
  @FunctionName("ExchangeTeamsToken")
  public HttpResponseMessage exchangeTeamsToken(
      @HttpTrigger(
              name = "request",
              methods = HttpMethod.POST,
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "users/me/teams-tokens")
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context) {
    return handler.forCaller(Cost.RENEWED_TOKEN, request, context, this::exchange);
  }

  private Operation.Work exchange(AuthenticatedRequest request) {
    var teams = teamsTokens.get().orElseThrow(TeamsFunctions::notConfigured);
    var objectId = request.caller().entraObjectId().orElseThrow(TeamsFunctions::notFromEntra);
    var user =
        new EntraUser(objectId, request.caller().tokenIssuer(), request.caller().bearerToken());
    var sent = TeamsTokenRequestBody.read(request.message());
    teams.requireAcceptable(user, sent);
    Preconditions.checkWithoutRepresentation(request.message());
    return () -> {
      var unused = policies.get().requireNotBlocked(request.caller().user(), request.context());
      return Response.ok(new TeamsTokenResponse(teams.exchange(user, sent, request.context())));
    };
  }

  private static ServiceException notConfigured() {
    return new ServiceException(
        ErrorCode.TEAMS_NOT_CONFIGURED, "This service is not configured to exchange Teams tokens.");
  }

  private static ServiceException notFromEntra() {
    return new ServiceException(
        ErrorCode.FORBIDDEN, "The bearer token has no Entra ID object id in its \"oid\" claim.");
  }
}
