package dev.acstoken.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import dev.acstoken.app.Application;
import dev.acstoken.app.LazyApplication;
import dev.acstoken.http.AuthenticatedRequest;
import dev.acstoken.http.IdentityResponse;
import dev.acstoken.http.OwnerResponse;
import dev.acstoken.http.RequestHandler;
import dev.acstoken.http.Response;
import dev.acstoken.http.UserRequest;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.protocol.Identities;
import java.util.Optional;
import java.util.function.Supplier;

/** The functions for users' ACS identities. */
public final class IdentityFunctions {

  private static final String USERS_IDENTITY = "users/{userId}/identity";

  private final RequestHandler handler;
  private final Supplier<Identities> identities;

  public IdentityFunctions() {
    this(LazyApplication.fromEnvironment());
  }

  IdentityFunctions(LazyApplication application) {
    handler = application.requestHandler();
    identities = application.lazily(Application::identities);
  }

  /** Creates the user's identity if it does not exist. */
  @FunctionName("CreateIdentity")
  public HttpResponseMessage createIdentity(
      @HttpTrigger(
              name = "request",
              methods = HttpMethod.PUT,
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = USERS_IDENTITY)
          HttpRequestMessage<Optional<String>> request,
      @BindingName("userId") String userId,
      ExecutionContext context) {
    return handler.forUser(userId, request, context, this::create);
  }

  private Response create(UserRequest request) {
    var ensured = identities.get().ensure(request.user(), request.context());
    return Response.okOrCreated(ensured.isNew(), new IdentityResponse(ensured.mapping()));
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
      @BindingName("userId") String userId,
      ExecutionContext context) {
    return handler.forUser(userId, request, context, this::get);
  }

  private Response get(UserRequest request) {
    var mapping = identities.get().get(request.user(), request.context());
    return Response.ok(new IdentityResponse(mapping));
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
      @BindingName("userId") String userId,
      ExecutionContext context) {
    return handler.forUser(userId, request, context, this::delete);
  }

  private Response delete(UserRequest request) {
    identities.get().delete(request.user(), request.context());
    return Response.NO_CONTENT;
  }

  /** Returns the user who owns an identity. Only admins may call it. */
  @FunctionName("FindUser")
  public HttpResponseMessage findUser(
      @HttpTrigger(
              name = "request",
              methods = HttpMethod.GET,
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "identities/{communicationUserId}")
          HttpRequestMessage<Optional<String>> request,
      @BindingName("communicationUserId") String communicationUserId,
      ExecutionContext context) {
    return handler.forAdmin(request, context, admin -> findOwner(communicationUserId, admin));
  }

  private Response findOwner(String communicationUserId, AuthenticatedRequest request) {
    if (communicationUserId.isBlank()) {
      throw new ServiceException(
          ErrorCode.INVALID_REQUEST, "The ACS identity in the path must not be blank.");
    }
    var id = new CommunicationUserId(communicationUserId);
    var owner = identities.get().findOwner(id, request.context());
    return Response.ok(new OwnerResponse(owner, id));
  }
}
