package dev.acstoken.http;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import dev.acstoken.auth.Authenticator;
import dev.acstoken.auth.Caller;
import dev.acstoken.auth.KeyFetchCounts;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.protocol.Recovery.RecoveryResult;
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
 * function.
 */
public final class RequestHandler {

  // Mobile clients give up at ten seconds.
  private static final Duration BUDGET = Duration.ofSeconds(8);

  // Must be less than functionTimeout in host.json.
  private static final Duration TIMER_BUDGET = Duration.ofSeconds(25);

  private final Supplier<Authenticator> authenticator;
  private final Supplier<RateLimiter> rateLimiter;
  private final String instance;

  /**
   * Creates a handler.
   *
   * @param authenticator supplies the authenticator; fails with {@link ErrorCode#MISCONFIGURED}
   *     while settings are missing or invalid
   * @param rateLimiter supplies the rate limiter; fails as the authenticator does
   * @param instance the name of this instance of the app, for events
   */
  public RequestHandler(
      Supplier<Authenticator> authenticator, Supplier<RateLimiter> rateLimiter, String instance) {
    this.authenticator = authenticator;
    this.rateLimiter = rateLimiter;
    this.instance = instance;
  }

  /**
   * Allows admins, and the user that the path names.
   *
   * @param route the function's route, with the parameter {@code userId}
   */
  public HttpResponseMessage forUser(
      String route,
      HttpRequestMessage<Optional<String>> message,
      ExecutionContext invocation,
      Operation<UserRequest> operation) {
    return forCaller(message, invocation, request -> operation.handle(request.forUser(route)));
  }

  /** Like {@link #forUser}, but also applies the caller's rate limit. */
  public HttpResponseMessage forUserRateLimited(
      String route,
      HttpRequestMessage<Optional<String>> message,
      ExecutionContext invocation,
      Operation<UserRequest> operation) {
    return forCaller(
        message,
        invocation,
        request -> {
          UserRequest userRequest = request.forUser(route);
          rateLimiter.get().acquire(request.caller().user());
          return operation.handle(userRequest);
        });
  }

  /** Allows every caller for their own data, and applies the caller's rate limit. */
  public HttpResponseMessage forCallerRateLimited(
      HttpRequestMessage<Optional<String>> message,
      ExecutionContext invocation,
      Operation<AuthenticatedRequest> operation) {
    return forCaller(
        message,
        invocation,
        request -> {
          request.telemetry().setUser(request.caller().user());
          rateLimiter.get().acquire(request.caller().user());
          return operation.handle(request);
        });
  }

  /**
   * Allows only admins, for any user.
   *
   * @param route the function's route, with the parameter {@code userId}
   */
  public HttpResponseMessage forAdmin(
      String route,
      HttpRequestMessage<Optional<String>> message,
      ExecutionContext invocation,
      Operation<UserRequest> operation) {
    return forCaller(
        message, invocation, request -> operation.handle(request.forUserOfAdmin(route)));
  }

  /**
   * Allows only admins, for any ACS identity.
   *
   * @param route the function's route, with the parameter {@code communicationUserId}
   */
  public HttpResponseMessage forAdminByIdentity(
      String route,
      HttpRequestMessage<Optional<String>> message,
      ExecutionContext invocation,
      Operation<IdentityRequest> operation) {
    return forCaller(
        message, invocation, request -> operation.handle(request.forIdentityOfAdmin(route)));
  }

  private HttpResponseMessage forCaller(
      HttpRequestMessage<Optional<String>> message,
      ExecutionContext invocation,
      Operation<AuthenticatedRequest> operation) {
    return handle(
        message, invocation, telemetry -> operation.handle(authenticate(message, telemetry)));
  }

  /** Allows everyone, without authentication. The response must not reveal anything about users. */
  public HttpResponseMessage forAnyone(
      HttpRequestMessage<Optional<String>> message,
      ExecutionContext invocation,
      Operation<AnonymousRequest> operation) {
    return handle(
        message,
        invocation,
        telemetry ->
            operation.handle(
                new AnonymousRequest(
                    message,
                    () -> verifyCaller(message, telemetry),
                    telemetry,
                    invocation.getLogger())));
  }

  /** Runs a timer's work. A failure is logged like any other, and fails the invocation. */
  public void forTimer(ExecutionContext invocation, Function<RequestContext, RecoveryResult> work) {
    var telemetry = new RequestTelemetry(invocation, null, instance);
    try {
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
      Operation<RequestTelemetry> operation) {
    var telemetry =
        new RequestTelemetry(invocation, message.getHeaders().get("traceparent"), instance);
    try {
      Response response = operation.handle(telemetry);
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
    try {
      FailureLog.write(invocation.getLogger(), telemetry.requestId(), e);
    } finally {
      telemetry.finish(problem.code(), problem.status().value());
    }
    return problem;
  }

  private AuthenticatedRequest authenticate(
      HttpRequestMessage<Optional<String>> message, RequestTelemetry telemetry) {
    var context = RequestContext.within(BUDGET, telemetry);
    Caller caller = verifyCaller(message, telemetry);
    return new AuthenticatedRequest(caller, message, context, telemetry);
  }

  private Caller verifyCaller(HttpRequestMessage<?> message, RequestTelemetry telemetry) {
    Authenticator verifier = authenticator.get();
    try {
      Caller caller = verifier.authenticate(message.getHeaders().getOrDefault("authorization", ""));
      telemetry.setCaller(caller.user(), caller.appId(), caller.isAdmin());
      return caller;
    } finally {
      KeyFetchCounts fetches = verifier.drainKeyFetchCounts();
      telemetry.setKeyFetches(fetches.all(), fetches.failed());
    }
  }
}
