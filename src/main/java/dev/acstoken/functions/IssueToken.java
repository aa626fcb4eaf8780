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
import dev.acstoken.http.TokenReply;
import dev.acstoken.http.TokenRequestBody;
import dev.acstoken.http.UserCall;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/** Issues a token; a user without ACS identity gets one first. */
public final class IssueToken {

  private final RequestHandler handler;

  public IssueToken() {
    this(TokenEndpoint::ofEnvironment);
  }

  IssueToken(Supplier<TokenEndpoint> endpoint) {
    handler = new RequestHandler(endpoint);
  }

  @FunctionName("IssueToken")
  public HttpResponseMessage run(
      @HttpTrigger(
              name = "request",
              methods = HttpMethod.POST,
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "users/{userId}/tokens")
          HttpRequestMessage<Optional<String>> request,
      @BindingName("userId") String userId,
      ExecutionContext context) {
    return handler.forUserWithinBudget(userId, request, context, IssueToken::answer);
  }

  private static Reply answer(UserCall call) throws IOException {
    var wanted = TokenRequestBody.read(call.request());
    var issued = call.endpoint().tokens().issue(call.user(), wanted, call.deadline());
    return Reply.okOrCreated(issued.identityIsNew(), new TokenReply(issued));
  }
}
