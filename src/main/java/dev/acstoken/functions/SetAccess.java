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
import dev.acstoken.http.AccessRequestBody;
import dev.acstoken.http.IfMatch;
import dev.acstoken.http.Reply;
import dev.acstoken.http.RequestHandler;
import dev.acstoken.http.UserCall;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Says which scopes a user may have; for admins. What is taken away is revoked before this answers;
 * without any scope the user is blocked.
 */
public final class SetAccess {

  private final RequestHandler handler;

  public SetAccess() {
    this(TokenEndpoint::ofEnvironment);
  }

  SetAccess(Supplier<TokenEndpoint> endpoint) {
    handler = new RequestHandler(endpoint);
  }

  @FunctionName("SetAccess")
  public HttpResponseMessage run(
      @HttpTrigger(
              name = "request",
              methods = HttpMethod.PUT,
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "users/{userId}/access")
          HttpRequestMessage<Optional<String>> request,
      @BindingName("userId") String userId,
      ExecutionContext context) {
    return handler.forAdmin(userId, request, context, SetAccess::answer);
  }

  private static Reply answer(UserCall call) throws IOException {
    var scopes = AccessRequestBody.read(call.request());
    var expected = IfMatch.of(call.request());
    var access =
        call.endpoint().accessPolicies().set(call.user(), scopes, expected, call.deadline());
    return AccessReply.of(access);
  }
}
