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
import dev.acstoken.http.IdentityReply;
import dev.acstoken.http.Reply;
import dev.acstoken.http.RequestHandler;
import dev.acstoken.http.UserCall;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads which ACS identity the user has. */
public final class GetIdentity {

  private final RequestHandler handler;

  public GetIdentity() {
    this(TokenEndpoint::ofEnvironment);
  }

  GetIdentity(Supplier<TokenEndpoint> endpoint) {
    handler = new RequestHandler(endpoint);
  }

  @FunctionName("GetIdentity")
  public HttpResponseMessage run(
      @HttpTrigger(
              name = "request",
              methods = HttpMethod.GET,
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "users/{userId}/identity")
          HttpRequestMessage<Optional<String>> request,
      @BindingName("userId") String userId,
      ExecutionContext context) {
    return handler.forUser(userId, request, context, GetIdentity::answer);
  }

  private static Reply answer(UserCall call) {
    var mapping = call.endpoint().identities().get(call.user(), call.deadline());
    return Reply.of(HttpStatus.OK, new IdentityReply(mapping));
  }
}
