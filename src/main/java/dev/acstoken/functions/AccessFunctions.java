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
import dev.acstoken.http.AccessRequestBody;
import dev.acstoken.http.AccessResponse;
import dev.acstoken.http.Operation;
import dev.acstoken.http.Preconditions;
import dev.acstoken.http.RequestHandler;
import dev.acstoken.http.UserRequest;
import dev.acstoken.identity.protocol.AccessPolicies;
import dev.acstoken.ratelimit.Cost;
import java.util.Optional;
import java.util.function.Supplier;

/** The functions for users' access policies, which only admins may call. */
public final class AccessFunctions {

  private static final String USERS_ACCESS = "users/{userId}/access";

  private final RequestHandler handler;
  private final Supplier<AccessPolicies> policies;

  public AccessFunctions() {
    this(LazyApplication.fromEnvironment());
  }

  AccessFunctions(LazyApplication application) {
    handler = application.requestHandler();
    policies = application.lazily(Application::accessPolicies);
  }

  /** Returns the scopes that the user may have. */
  @FunctionName("GetAccess")
  public HttpResponseMessage getAccess(
      @HttpTrigger(
              name = "request",
              methods = HttpMethod.GET,
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = USERS_ACCESS)
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context) {
    return handler.forAdmin(USERS_ACCESS, Cost.READ, request, context, this::get);
  }

  private Operation.Work get(UserRequest request) {
    var preconditions = Preconditions.of(request.message());
    return () ->
        AccessResponse.of(policies.get().get(request.user(), request.context()), preconditions);
  }

  /** Sets the scopes that the user may have. */
  @FunctionName("SetAccess")
  public HttpResponseMessage setAccess(
      @HttpTrigger(
              name = "request",
              methods = HttpMethod.PUT,
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = USERS_ACCESS)
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context) {
    return handler.forAdmin(USERS_ACCESS, Cost.REVOCATION, request, context, this::set);
  }

  private Operation.Work set(UserRequest request) {
    var scopes = AccessRequestBody.read(request.message());
    var preconditions = Preconditions.of(request.message());
    return () ->
        AccessResponse.of(
            policies.get().set(request.user(), scopes, preconditions, request.context()));
  }

  /** Resets the user's scopes to those that are configured for all users. */
  @FunctionName("ResetAccess")
  public HttpResponseMessage resetAccess(
      @HttpTrigger(
              name = "request",
              methods = HttpMethod.DELETE,
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = USERS_ACCESS)
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context) {
    return handler.forAdmin(USERS_ACCESS, Cost.REVOCATION, request, context, this::reset);
  }

  private Operation.Work reset(UserRequest request) {
    var preconditions = Preconditions.of(request.message());
    return () ->
        AccessResponse.of(policies.get().reset(request.user(), preconditions, request.context()));
  }
}
