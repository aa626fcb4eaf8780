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
import dev.acstoken.http.AccessReply;
import dev.acstoken.http.IfMatch;
import dev.acstoken.http.Reply;
import dev.acstoken.http.RequestHandler;
import dev.acstoken.http.UserCall;
import java.util.Optional;
import java.util.function.Supplier;

/** Gives a user what is configured for all again; for admins. */
public final class ResetAccess {

  private final RequestHandler handler;

  public ResetAccess() {
    this(TokenEndpoint::ofEnvironment);
  }

  ResetAccess(Supplier<TokenEndpoint> endpoint) {
    handler = new RequestHandler(endpoint);
  }

  @FunctionName("ResetAccess")
  public HttpResponseMessage run(
      @HttpTrigger(
              name = "request",
              methods = HttpMethod.DELETE,
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "users/{userId}/access")
          HttpRequestMessage<Optional<String>> request,
      @BindingName("userId") String userId,
      ExecutionContext context) {
    return handler.forAdmin(userId, request, context, ResetAccess::answer);
  }

  private static Reply answer(UserCall call) {
    var expected = IfMatch.of(call.request());
    var access = call.endpoint().accessPolicies().reset(call.user(), expected, call.deadline());
    return AccessReply.of(access);
  }
}
