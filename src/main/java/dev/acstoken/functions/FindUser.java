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
import dev.acstoken.http.CallerCall;
import dev.acstoken.http.OwnerReply;
import dev.acstoken.http.ProblemException;
import dev.acstoken.http.Reply;
import dev.acstoken.http.RequestHandler;
import dev.acstoken.identity.CommunicationUserId;
import java.util.Optional;
import java.util.function.Supplier;

/** Tells whose ACS identity it is; for admins. */
public final class FindUser {

  private final RequestHandler handler;

  public FindUser() {
    this(TokenEndpoint::ofEnvironment);
  }

  FindUser(Supplier<TokenEndpoint> endpoint) {
    handler = new RequestHandler(endpoint);
  }

  @FunctionName("FindUser")
  public HttpResponseMessage run(
      @HttpTrigger(
              name = "request",
              methods = HttpMethod.GET,
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "identities/{communicationUserId}")
          HttpRequestMessage<Optional<String>> request,
      @BindingName("communicationUserId") String communicationUserId,
      ExecutionContext context) {
    return handler.forAdmin(request, context, call -> answer(communicationUserId, call));
  }

  private static Reply answer(String communicationUserId, CallerCall call) {
    if (communicationUserId.isBlank()) {
      throw ProblemException.invalid("The path does not name an ACS identity.");
    }
    var id = new CommunicationUserId(communicationUserId);
    var user = call.endpoint().identities().owner(id, call.deadline());
    return Reply.of(HttpStatus.OK, new OwnerReply(user, id));
  }
}
