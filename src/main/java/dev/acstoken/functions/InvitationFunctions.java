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
import dev.acstoken.guests.Invitations;
import dev.acstoken.http.AuthenticatedRequest;
import dev.acstoken.http.CreatedInvitationResponse;
import dev.acstoken.http.InvitationRequestBody;
import dev.acstoken.http.InvitationResponse;
import dev.acstoken.http.NamedInvitationRequest;
import dev.acstoken.http.Operation;
import dev.acstoken.http.Preconditions;
import dev.acstoken.http.RemainingGuestsResponse;
import dev.acstoken.http.RequestHandler;
import dev.acstoken.http.Response;
import dev.acstoken.ratelimit.Cost;
import java.util.Optional;
import java.util.function.Supplier;

/** The functions for invitations. */
public final class InvitationFunctions {

  private static final String INVITATIONS = "invitations";
  private static final String INVITATION = "invitations/{invitationId}";

  private final RequestHandler handler;
  private final Supplier<Invitations> invitations;

  public InvitationFunctions() {
    this(LazyApplication.fromEnvironment());
  }

  InvitationFunctions(LazyApplication application) {
    handler = application.requestHandler();
    invitations = application.lazily(Application::invitations);
  }

  /** Creates an invitation, with which guests join. */
  @FunctionName("CreateInvitation")
  public HttpResponseMessage createInvitation(
      @HttpTrigger(
              name = "request",
              methods = HttpMethod.POST,
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = INVITATIONS)
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context) {
    return handler.forInviter(Cost.INVITATION, request, context, this::create);
  }

  private Operation.Work create(AuthenticatedRequest request) {
    var requested = InvitationRequestBody.read(request.message());
    Preconditions.checkWithoutRepresentation(request.message());
    var inviter = request.inviter();
    return () -> {
      var created = invitations.get().create(inviter, requested, request.context());
      request.reportInvitation(created.invitation().id());
      return Response.created(new CreatedInvitationResponse(created));
    };
  }

  /** Returns an invitation and its guests. */
  @FunctionName("GetInvitation")
  public HttpResponseMessage getInvitation(
      @HttpTrigger(
              name = "request",
              methods = HttpMethod.GET,
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = INVITATION)
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context) {
    return handler.forInvitation(INVITATION, Cost.READ, request, context, this::get);
  }

  private Operation.Work get(NamedInvitationRequest request) {
    var preconditions = Preconditions.ofUntagged(request.message());
    return () -> {
      var listed = invitations.get().get(request.id(), request.creators(), request.context());
      return preconditions.isNotModified()
          ? Response.NOT_MODIFIED
          : Response.ok(new InvitationResponse(listed));
    };
  }

  /** Ends an invitation and deletes its guests. */
  @FunctionName("EndInvitation")
  public HttpResponseMessage endInvitation(
      @HttpTrigger(
              name = "request",
              methods = HttpMethod.DELETE,
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = INVITATION)
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context) {
    return handler.forInvitation(INVITATION, Cost.DELETION, request, context, this::end);
  }

  private Operation.Work end(NamedInvitationRequest request) {
    Preconditions.checkWithoutRepresentation(request.message());
    return () ->
        RemainingGuestsResponse.of(
            invitations.get().end(request.id(), request.creators(), request.context()));
  }
}
