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
import dev.acstoken.http.IdentityReply;
import dev.acstoken.http.Reply;
import dev.acstoken.http.RequestHandler;
import dev.acstoken.http.UserCall;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes sure that the user has an ACS identity. */
public final class CreateIdentity {

  private final RequestHandler handler;

  public CreateIdentity() {
    this(TokenEndpoint::ofEnvironment);
  }

  CreateIdentity(Supplier<TokenEndpoint> endpoint) {
    handler = new RequestHandler(endpoint);
  }

  @FunctionName("CreateIdentity")
  public HttpResponseMessage run(
      @HttpTrigger(
              name = "request",
              methods = HttpMethod.PUT,
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "users/{userId}/identity")
          HttpRequestMessage<Optional<String>> request,
      @BindingName("userId") String userId,
      ExecutionContext context) {
    return handler.forUser(userId, request, context, CreateIdentity::answer);
  }

  private static Reply answer(UserCall call) {
    var ensured = call.endpoint().identities().ensure(call.user(), call.deadline());
    return Reply.okOrCreated(ensured.isNew(), new IdentityReply(ensured.mapping()));
  }
}
