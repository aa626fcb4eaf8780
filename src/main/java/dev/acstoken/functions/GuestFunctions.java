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
import dev.acstoken.guests.Guest;
import dev.acstoken.guests.GuestSecret;
import dev.acstoken.guests.Guests;
import dev.acstoken.guests.Invitation;
import dev.acstoken.guests.InvitationCode;
import dev.acstoken.http.GuestRequest;
import dev.acstoken.http.GuestTokenResponse;
import dev.acstoken.http.JoinRequestBody;
import dev.acstoken.http.Preconditions;
import dev.acstoken.http.RequestHandler;
import dev.acstoken.http.Response;
import java.util.Optional;
import java.util.function.Supplier;

/** The function for guests, who have no bearer token. */
public final class GuestFunctions {

  private final RequestHandler handler;
  private final Supplier<Guests> guests;

  public GuestFunctions() {
    this(LazyApplication.fromEnvironment());
  }

  GuestFunctions(LazyApplication application) {
    handler = application.requestHandler();
    guests = application.lazily(Application::guests);
  }

  /** Issues a token to a guest. A guest who has not joined yet joins. */
  @FunctionName("JoinAsGuest")
  public HttpResponseMessage joinAsGuest(
      @HttpTrigger(
              name = "request",
              methods = HttpMethod.POST,
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "guests")
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context) {
    return handler.forGuest(request, context, this::join);
  }

  // The invitation is charged only for its right code. A wrong code costs one read at most.
  private Response join(GuestRequest request) {
    var body = JoinRequestBody.read(request.message());
    Preconditions.checkWithoutRepresentation(request.message());
    InvitationCode code = body.code().orElseThrow(request::chargeGuess);
    Invitation invitation =
        guests
            .get()
            .find(code, request::isTrusted, request.context())
            .orElseThrow(request::chargeGuess);
    GuestSecret secret = body.secret().orElseGet(guests.get()::newSecret);
    Guest guest = Guest.of(invitation.id(), secret);
    request.chargeJoin(guest);
    body.requireNames(guest);
    var joined =
        guests
            .get()
            .join(
                invitation,
                code,
                guest,
                body.mayJoin(),
                () -> request.chargeToken(guest),
                request.context());
    return Response.okOrCreated(joined.isNew(), new GuestTokenResponse(joined, secret));
  }
}
