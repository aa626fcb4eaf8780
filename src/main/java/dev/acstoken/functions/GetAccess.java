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
import dev.acstoken.http.Reply;
import dev.acstoken.http.RequestHandler;
import dev.acstoken.http.UserCall;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads which scopes a user may have; for admins. */
public final class GetAccess {

  private final RequestHandler handler;

  public GetAccess() {
    this(TokenEndpoint::ofEnvironment);
  }

  GetAccess(Supplier<TokenEndpoint> endpoint) {
    handler = new RequestHandler(endpoint);
  }

  @FunctionName("GetAccess")
  public HttpResponseMessage run(
      @HttpTrigger(
              name = "request",
              methods = HttpMethod.GET,
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "users/{userId}/access")
          HttpRequestMessage<Optional<String>> request,
      @BindingName("userId") String userId,
      ExecutionContext context) {
    return handler.forAdmin(userId, request, context, GetAccess::answer);
  }

  private static Reply answer(UserCall call) {
    var access = call.endpoint().accessPolicies().get(call.user(), call.deadline());
    return AccessReply.of(access);
  }
}
