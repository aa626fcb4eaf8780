package dev.acstoken.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import dev.acstoken.app.TokenEndpoint;
import dev.acstoken.http.Reply;
import dev.acstoken.http.RequestHandler;
import dev.acstoken.http.TokenReply;
import dev.acstoken.http.TokenRequestBody;
import dev.acstoken.http.UserCall;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/** Issues a new token for an ACS identity that exists: never brings a deleted user back. */
public final class RefreshToken {

  private final RequestHandler handler;

  public RefreshToken() {
    this(TokenEndpoint::ofEnvironment);
  }

  RefreshToken(Supplier<TokenEndpoint> endpoint) {
    handler = new RequestHandler(endpoint);
  }

  @FunctionName("RefreshToken")
  public HttpResponseMessage run(
      @HttpTrigger(
              name = "request",
              methods = HttpMethod.POST,
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "users/{userId}/tokens/refresh")
          HttpRequestMessage<Optional<String>> request,
      @BindingName("userId") String userId,
      ExecutionContext context) {
    return handler.forUserWithinBudget(userId, request, context, RefreshToken::answer);
  }

  private static Reply answer(UserCall call) throws IOException {
    var wanted = TokenRequestBody.read(call.request());
    var issued = call.endpoint().tokens().refresh(call.user(), wanted, call.deadline());
    return Reply.of(HttpStatus.OK, new TokenReply(issued));
  }
}
