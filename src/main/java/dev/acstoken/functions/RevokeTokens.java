package dev.acstoken.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import dev.acstoken.app.TokenEndpoint;
import dev.acstoken.http.Reply;
import dev.acstoken.http.RequestHandler;
import dev.acstoken.http.UserCall;
import java.util.Optional;
import java.util.function.Supplier;

/** Revokes every token issued to the user so far. */
public final class RevokeTokens {

  private final RequestHandler handler;

  public RevokeTokens() {
    this(TokenEndpoint::ofEnvironment);
  }

  RevokeTokens(Supplier<TokenEndpoint> endpoint) {
    handler = new RequestHandler(endpoint);
  }

  @FunctionName("RevokeTokens")
  public HttpResponseMessage run(
      @HttpTrigger(
              name = "request",
              methods = HttpMethod.DELETE,
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "users/{userId}/tokens")
          HttpRequestMessage<Optional<String>> request,
      @BindingName("userId") String userId,
      ExecutionContext context) {
    return handler.forUserWithinBudget(userId, request, context, RevokeTokens::answer);
  }

  private static Reply answer(UserCall call) {
    call.endpoint().tokens().revoke(call.user(), call.deadline());
    return Reply.NO_CONTENT;
  }
}
