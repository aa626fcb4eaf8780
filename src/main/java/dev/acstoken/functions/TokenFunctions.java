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
import dev.acstoken.http.Operation;
import dev.acstoken.http.Preconditions;
import dev.acstoken.http.RequestHandler;
import dev.acstoken.http.Response;
import dev.acstoken.http.TokenRequestBody;
import dev.acstoken.http.TokenResponse;
import dev.acstoken.http.UserRequest;
import dev.acstoken.identity.protocol.Tokens;
import dev.acstoken.ratelimit.Cost;
import java.util.Optional;
import java.util.function.Supplier;

/** The functions for a user's tokens. */
public final class TokenFunctions {

  private static final String USERS_TOKENS = "users/{userId}/tokens";
  private static final String USERS_TOKENS_REFRESH = "users/{userId}/tokens/refresh";

  private final RequestHandler handler;
  private final Supplier<Tokens> tokens;

  public TokenFunctions() {
    this(LazyApplication.fromEnvironment());
  }

  TokenFunctions(LazyApplication application) {
    handler = application.requestHandler();
    tokens = application.lazily(Application::tokens);
  }

  /** Issues a token. Creates the user's ACS identity first if it does not exist. */
  @FunctionName("IssueToken")
  public HttpResponseMessage issueToken(
      @HttpTrigger(
              name = "request",
              methods = HttpMethod.POST,
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = USERS_TOKENS)
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context) {
    return handler.forUser(USERS_TOKENS, Cost.NEW_TOKEN, request, context, this::issue);
  }

  private Operation.Work issue(UserRequest request) {
    var requested = TokenRequestBody.read(request.message());
    Preconditions.checkWithoutRepresentation(request.message());
    return () -> {
      var issued = tokens.get().issue(request.user(), requested, request.context());
      return Response.okOrCreated(issued.identityIsNew(), new TokenResponse(issued));
    };
  }

  /** Issues a token for an existing ACS identity. */
  @FunctionName("RefreshToken")
  public HttpResponseMessage refreshToken(
      @HttpTrigger(
              name = "request",
              methods = HttpMethod.POST,
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = USERS_TOKENS_REFRESH)
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context) {
    return handler.forUser(
        USERS_TOKENS_REFRESH, Cost.RENEWED_TOKEN, request, context, this::refresh);
  }

  private Operation.Work refresh(UserRequest request) {
    var requested = TokenRequestBody.read(request.message());
    Preconditions.checkWithoutRepresentation(request.message());
    return () -> {
      var issued = tokens.get().refresh(request.user(), requested, request.context());
      return Response.ok(new TokenResponse(issued));
    };
  }

  /** Revokes all tokens issued so far. */
  @FunctionName("RevokeTokens")
  public HttpResponseMessage revokeTokens(
      @HttpTrigger(
              name = "request",
              methods = HttpMethod.DELETE,
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = USERS_TOKENS)
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context) {
    return handler.forUser(USERS_TOKENS, Cost.REVOCATION, request, context, this::revoke);
  }

  private Operation.Work revoke(UserRequest request) {
    Preconditions.checkWithoutRepresentation(request.message());
    return () -> {
      tokens.get().revoke(request.user(), request.context());
      return Response.NO_CONTENT;
    };
  }
}
