package dev.acstoken.http;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import dev.acstoken.auth.Authentication;
import dev.acstoken.auth.Authenticator;
import dev.acstoken.auth.Caller;
import dev.acstoken.auth.OperationKind;
import dev.acstoken.auth.Refusal;
import dev.acstoken.auth.RefusalReason;
import dev.acstoken.auth.TrustedIssuers;
import dev.acstoken.auth.keys.KeyFetchCounts;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.protocol.Recovery.RecoveryResult;
import dev.acstoken.ratelimit.Cost;
import dev.acstoken.ratelimit.RateLimiter;
import dev.acstoken.telemetry.FailureLog;
import dev.acstoken.telemetry.RequestTelemetry;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Handles every request: authenticates and authorizes the caller, runs the operation, and renders
 * its response or the problem. The method that a function calls here declares who may call the
 * function, and the {@link Cost} that it passes decides which rate limits apply.
 */
public final class RequestHandler {

  // Mobile clients give up at ten seconds, so a response must arrive within eight. A cold instance
  // with a quarter of a core needs up to half a second to begin, and to render a failure.
  private static final Duration BUDGET = Duration.ofMillis(7_500);

  // Must be less than functionTimeout in host.json.
  private static final Duration TIMER_BUDGET = Duration.ofSeconds(25);

  private final Supplier<Authenticator> authenticator;
  private final Supplier<RateLimiter> rateLimiter;
  private final Supplier<Optional<String>> warnings;
  private final String instance;

  /**
   * Creates a handler.
   *
   * @param authenticator supplies the authenticator; fails with {@link ErrorCode#MISCONFIGURED}
   *     while settings are missing or invalid
   * @param rateLimiter supplies the rate limiter; fails as the authenticator does
   * @param warnings supplies the warnings about the settings, only once
   * @param instance the name of this instance of the app, for events
   */
  public RequestHandler(
      Supplier<Authenticator> authenticator,
      Supplier<RateLimiter> rateLimiter,
      Supplier<Optional<String>> warnings,
      String instance) {
    this.authenticator = authenticator;
    this.rateLimiter = rateLimiter;
    this.warnings = warnings;
    this.instance = instance;
  }

  /**
   * Allows admins, and the user that the path names.
   *
   * @param route the function's route, with the parameter {@code userId}
   * @param cost what the request costs
   */
  public HttpResponseMessage forUser(
      String route,
      Cost cost,
      HttpRequestMessage<Optional<String>> message,
      ExecutionContext invocation,
      Operation<UserRequest> operation) {
    return forCaller(
        Access.ofIdentities(request -> request.forUser(route)),
        cost,
        message,
        invocation,
        operation);
  }

  /** Allows every caller for their own data. */
  public HttpResponseMessage forCaller(
      Cost cost,
      HttpRequestMessage<Optional<String>> message,
      ExecutionContext invocation,
      Operation<AuthenticatedRequest> operation) {
    return forCaller(
        Access.ofIdentities(AuthenticatedRequest::forSelf), cost, message, invocation, operation);
  }

  /**
   * Allows only admins, for any user.
   *
   * @param route the function's route, with the parameter {@code userId}
   * @param cost what the request costs
   */
  public HttpResponseMessage forAdmin(
      String route,
      Cost cost,
      HttpRequestMessage<Optional<String>> message,
      ExecutionContext invocation,
      Operation<UserRequest> operation) {
    return forCaller(
        Access.ofIdentities(request -> request.forUserOfAdmin(route)),
        cost,
        message,
        invocation,
        operation);
  }

  /**
   * Allows only admins, for any ACS identity.
   *
   * @param route the function's route, with the parameter {@code communicationUserId}
   * @param cost what the request costs
   */
  public HttpResponseMessage forAdminByIdentity(
      String route,
      Cost cost,
      HttpRequestMessage<Optional<String>> message,
      ExecutionContext invocation,
      Operation<IdentityRequest> operation) {
    return forCaller(
        Access.ofIdentities(request -> request.forIdentityOfAdmin(route)),
        cost,
        message,
        invocation,
        operation);
  }

  /** Allows users and applications with the role that permits invitations, and admins. */
  public HttpResponseMessage forInviter(
      Cost cost,
      HttpRequestMessage<Optional<String>> message,
      ExecutionContext invocation,
      Operation<AuthenticatedRequest> operation) {
    return forCaller(
        Access.ofInvitations(AuthenticatedRequest::forInviter),
        cost,
        message,
        invocation,
        operation);
  }

  /**
   * Allows every user, and applications with the role that permits invitations. The operation
   * decides by its creator whether the caller may act on the invitation.
   *
   * @param route the function's route, with the parameter {@code invitationId}
   * @param cost what the request costs
   */
  public HttpResponseMessage forInvitation(
      String route,
      Cost cost,
      HttpRequestMessage<Optional<String>> message,
      ExecutionContext invocation,
      Operation<NamedInvitationRequest> operation) {
    return forCaller(
        Access.ofInvitations(request -> request.forInvitation(route)),
        cost,
        message,
        invocation,
        operation);
  }

  // The caller is charged after every check that needs no dependency, so a refusal costs nothing.
  private <R> HttpResponseMessage forCaller(
      Access<R> access,
      Cost cost,
      HttpRequestMessage<Optional<String>> message,
      ExecutionContext invocation,
      Operation<R> operation) {
    return handle(
        message,
        invocation,
        telemetry -> {
          AuthenticatedRequest request = authenticate(access.kind(), message, telemetry);
          R authorized = access.authorization().apply(request);
          Caller caller = request.caller();
          Operation.Work work = operation.prepare(authorized);
          rateLimiter.get().acquire(cost, caller.principal(), isBackEnd(caller));
          return work.run();
        });
  }

  // An application acts for many users.
  private static boolean isBackEnd(Caller caller) {
    return caller.isAdmin() || caller.isApplication();
  }

  /** Allows everyone, without authentication. The response must not reveal anything about users. */
  public HttpResponseMessage forAnyone(
      HttpRequestMessage<Optional<String>> message,
      ExecutionContext invocation,
      Function<AnonymousRequest, Response> operation) {
    return handle(
        message,
        invocation,
        telemetry -> operation.apply(new AnonymousRequest(telemetry, invocation.getLogger())));
  }

  /** Allows everyone. The operation decides by the code in the body who may join. */
  public HttpResponseMessage forGuest(
      HttpRequestMessage<Optional<String>> message,
      ExecutionContext invocation,
      Function<GuestRequest, Response> operation) {
    return handle(
        message,
        invocation,
        telemetry -> {
          var context = RequestContext.within(BUDGET, telemetry);
          RateLimiter limiter = rateLimiter.get();
          TrustedIssuers issuers = authenticator.get().issuers();
          telemetry.setPresentNames(issuers::present);
          warnings.get().ifPresent(telemetry::warn);
          return operation.apply(
              new GuestRequest(issuers, limiter.guests(), message, context, telemetry));
        });
  }

  /**
   * Allows only the operator, who has the master key of the Functions host. The host verifies it if
   * the function's {@code authLevel} is {@code ADMIN}, which the function must therefore declare.
   */
  public HttpResponseMessage forOperator(
      HttpRequestMessage<Optional<String>> message,
      ExecutionContext invocation,
      Function<AnonymousRequest, Response> operation) {
    return forAnyone(message, invocation, operation);
  }

  /** Runs a timer's work. A failure is logged like any other, and fails the invocation. */
  public void forTimer(ExecutionContext invocation, Function<RequestContext, RecoveryResult> work) {
    var telemetry = new RequestTelemetry(invocation, null, instance);
    try {
      telemetry.setPresentNames(authenticator.get().issuers()::present);
      RecoveryResult result = work.apply(RequestContext.within(TIMER_BUDGET, telemetry));
      telemetry.setRecovery(result.completed(), result.remaining());
      telemetry.finish();
    } catch (Throwable e) {
      Problem problem = fail(e, invocation, telemetry);
      throw new IllegalStateException(problem.code().code());
    }
  }

  private HttpResponseMessage handle(
      HttpRequestMessage<Optional<String>> message,
      ExecutionContext invocation,
      Function<RequestTelemetry, Response> operation) {
    var telemetry =
        new RequestTelemetry(invocation, message.getHeaders().get("traceparent"), instance);
    try {
      Response response = operation.apply(telemetry);
      HttpResponseMessage rendered = response.render(message, telemetry.requestId());
      telemetry.finish(response.status().value());
      return rendered;
    } catch (Throwable e) {
      return fail(e, invocation, telemetry).render(message);
    }
  }

  // An error of the JVM, such as a stack overflow, fails this request only. The event does not
  // depend on the failure log, which needs more memory.
  private static Problem fail(
      Throwable e, ExecutionContext invocation, RequestTelemetry telemetry) {
    Problem problem = Problem.of(e, telemetry.requestId());
    if (e instanceof ServiceException failure) {
      failure.entraError().ifPresent(number -> report(number, failure.code(), telemetry));
      failure.reason().ifPresent(reason -> telemetry.setRefusal(reason, "", ""));
    }
    try {
      FailureLog.write(invocation.getLogger(), telemetry.requestId(), e);
    } finally {
      telemetry.finish(problem.code(), problem.status().value());
    }
    return problem;
  }

  private static void report(String entraError, ErrorCode code, RequestTelemetry telemetry) {
    telemetry.setEntraError(entraError);
    if (code == ErrorCode.INVALID_TOKEN) {
      telemetry.setRefusal(RefusalReason.ENTRA.eventName(), entraError, "");
    }
  }

  private AuthenticatedRequest authenticate(
      OperationKind kind,
      HttpRequestMessage<Optional<String>> message,
      RequestTelemetry telemetry) {
    var context = RequestContext.within(BUDGET, telemetry);
    Authenticator verifier = authenticator.get();
    telemetry.setPresentNames(verifier.issuers()::present);
    warnings.get().ifPresent(telemetry::warn);
    Caller caller = verifyCaller(verifier, kind, message, context.deadline(), telemetry);
    return new AuthenticatedRequest(caller, verifier.issuers(), message, context, telemetry);
  }

  private static Caller verifyCaller(
      Authenticator verifier,
      OperationKind kind,
      HttpRequestMessage<?> message,
      Deadline deadline,
      RequestTelemetry telemetry) {
    Authentication result =
        verifier.authenticate(
            message.getHeaders().getOrDefault("authorization", ""), kind, deadline);
    KeyFetchCounts fetches = verifier.drainKeyFetchCounts();
    telemetry.setKeyFetches(fetches.all(), fetches.failed());
    if (result instanceof Authentication.Refused refused) {
      Refusal refusal = refused.refusal();
      telemetry.setRefusal(refusal.reason().eventName(), refusal.found(), refusal.expected());
      telemetry.setUnverified(refusal.unverifiedIssuer(), refusal.unverifiedApp());
    }
    Caller caller = result.orThrow();
    telemetry.setCaller(caller.principal(), caller.appId(), caller.isAdmin());
    return caller;
  }

  /**
   * The callers of an operation.
   *
   * @param kind the kind of the operation, by which the bearer token is accepted
   * @param authorization returns the request if its caller may send it
   */
  private record Access<R>(OperationKind kind, Function<AuthenticatedRequest, R> authorization) {

    static <R> Access<R> ofIdentities(Function<AuthenticatedRequest, R> authorization) {
      return new Access<>(OperationKind.IDENTITIES, authorization);
    }

    static <R> Access<R> ofInvitations(Function<AuthenticatedRequest, R> authorization) {
      return new Access<>(OperationKind.INVITATIONS, authorization);
    }
  }
}
