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
import dev.acstoken.guests.Invitations;
import dev.acstoken.http.IdentityRequest;
import dev.acstoken.http.IdentityRequestBody;
import dev.acstoken.http.IdentityResponse;
import dev.acstoken.http.Operation;
import dev.acstoken.http.OwnerResponse;
import dev.acstoken.http.Preconditions;
import dev.acstoken.http.RequestHandler;
import dev.acstoken.http.Response;
import dev.acstoken.http.UserRequest;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.Identities;
import dev.acstoken.ratelimit.Cost;
import java.util.Optional;
import java.util.function.Supplier;

/** The functions for users' ACS identities. */
public final class IdentityFunctions {

  private static final String USERS_IDENTITY = "users/{userId}/identity";
  private static final String IDENTITIES = "identities/{communicationUserId}";

  private final RequestHandler handler;
  private final Supplier<Identities> identities;
  private final Supplier<Invitations> invitations;

  public IdentityFunctions() {
    this(LazyApplication.fromEnvironment());
  }

  IdentityFunctions(LazyApplication application) {
    handler = application.requestHandler();
    identities = application.lazily(Application::identities);
    invitations = application.lazily(Application::invitations);
  }

  /**
   * Creates the user's identity if it does not exist. With an ACS identity in the body, maps the
   * user to that identity, which only admins may request.
   */
  @FunctionName("CreateIdentity")
  public HttpResponseMessage createIdentity(
      @HttpTrigger(
              name = "request",
              methods = HttpMethod.PUT,
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = USERS_IDENTITY)
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context) {
    return handler.forUser(USERS_IDENTITY, Cost.CREATION, request, context, this::create);
  }

  private Operation.Work create(UserRequest request) {
    var existing = IdentityRequestBody.read(request.message());
    existing.ifPresent(request::requireMayAdopt);
    var preconditions = Preconditions.ofUntagged(request.message());
    return () -> {
      var ensured = create(existing, request, preconditions::checkIdentity);
      return Response.okOrCreated(
          ensured.isNew(), new IdentityResponse(request.user(), ensured.mapping()));
    };
  }

  private Identities.EnsureResult create(
      Optional<CommunicationUserId> existing,
      UserRequest request,
      Identities.Precondition precondition) {
    User user = request.user();
    var context = request.context();
    return existing
        .map(id -> identities.get().adopt(user, id, precondition, context))
        .orElseGet(() -> identities.get().ensure(user, precondition, context));
  }

  /** Returns the user's identity. */
  @FunctionName("GetIdentity")
  public HttpResponseMessage getIdentity(
      @HttpTrigger(
              name = "request",
              methods = HttpMethod.GET,
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = USERS_IDENTITY)
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context) {
    return handler.forUser(USERS_IDENTITY, Cost.READ, request, context, this::get);
  }

  private Operation.Work get(UserRequest request) {
    var preconditions = Preconditions.ofUntagged(request.message());
    return () -> {
      var mapping =
          identities.get().get(request.user(), preconditions::requireIdentity, request.context());
      return preconditions.isNotModified()
          ? Response.NOT_MODIFIED
          : Response.ok(new IdentityResponse(request.user(), mapping));
    };
  }

  /** Deletes the user's identity, which invalidates its tokens. */
  @FunctionName("DeleteIdentity")
  public HttpResponseMessage deleteIdentity(
      @HttpTrigger(
              name = "request",
              methods = HttpMethod.DELETE,
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = USERS_IDENTITY)
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context) {
    return handler.forUser(USERS_IDENTITY, Cost.DELETION, request, context, this::delete);
  }

  private Operation.Work delete(UserRequest request) {
    var preconditions = Preconditions.ofUntagged(request.message());
    return () -> {
      identities.get().delete(request.user(), preconditions::checkIdentity, request.context());
      return Response.NO_CONTENT;
    };
  }

  /** Returns the user or the guest who owns an identity. Only admins may call it. */
  @FunctionName("FindUser")
  public HttpResponseMessage findUser(
      @HttpTrigger(
              name = "request",
              methods = HttpMethod.GET,
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = IDENTITIES)
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context) {
    return handler.forAdminByIdentity(IDENTITIES, Cost.READ, request, context, this::findOwner);
  }

  private Operation.Work findOwner(IdentityRequest request) {
    var preconditions = Preconditions.ofUntagged(request.message());
    return () -> {
      var owner =
          request.reportOwner(
              identities
                  .get()
                  .findOwner(request.id(), user -> mayLearnOf(user, request), request.context()));
      return preconditions.isNotModified()
          ? Response.NOT_MODIFIED
          : Response.ok(new OwnerResponse(owner, request.id()));
    };
  }

  // A guest belongs to the creator of the invitation.
  private boolean mayLearnOf(User owner, IdentityRequest request) {
    return Guest.of(owner)
        .map(guest -> invitations.get().findCreator(guest, request.context()))
        .orElse(Optional.of(owner))
        .filter(request.owners())
        .isPresent();
  }
}
