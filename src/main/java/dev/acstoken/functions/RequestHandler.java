package dev.acstoken.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import dev.acstoken.TokenEndpoint;
import dev.acstoken.auth.Caller;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.Sweep;
import dev.acstoken.settings.SettingsException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Handles every request: authenticates, authorises, runs the operation, renders what came of it. An
 * operation says who may call it by the method it is handed to.
 */
final class RequestHandler {

  // Mobile clients give up at ten seconds.
  private static final Duration BUDGET = Duration.ofSeconds(8);

  // Less than host.json's functionTimeout.
  private static final Duration TIMER_BUDGET = Duration.ofSeconds(25);

  private static final String OK = "ok";
  private static final int NO_HTTP = 0;

  private final Supplier<TokenEndpoint> endpoint;

  RequestHandler(Supplier<TokenEndpoint> endpoint) {
    this.endpoint = endpoint;
  }

  /** For the user themselves, named by {@code me} or their id, and for admins. */
  HttpResponseMessage forUser(
      String userId,
      HttpRequestMessage<Optional<String>> request,
      ExecutionContext context,
      Operation<UserCall> operation) {
    return forCaller(request, context, call -> operation.run(call.about(userId)));
  }

  /** As {@link #forUser}, and within what the caller may ask for in a minute. */
  HttpResponseMessage forUserWithinBudget(
      String userId,
      HttpRequestMessage<Optional<String>> request,
      ExecutionContext context,
      Operation<UserCall> operation) {
    return forCaller(
        request,
        context,
        call -> {
          UserCall aboutUser = call.about(userId);
          call.spend();
          return operation.run(aboutUser);
        });
  }

  /** For any caller, about themselves only, and within what they may ask for in a minute. */
  HttpResponseMessage forCallerWithinBudget(
      HttpRequestMessage<Optional<String>> request,
      ExecutionContext context,
      Operation<CallerCall> operation) {
    return forCaller(
        request,
        context,
        call -> {
          call.trace().about(call.caller().user());
          call.spend();
          return operation.run(call);
        });
  }

  /** For admins only, about any user. */
  HttpResponseMessage forAdmin(
      String userId,
      HttpRequestMessage<Optional<String>> request,
      ExecutionContext context,
      Operation<UserCall> operation) {
    return forAdmin(request, context, call -> operation.run(call.about(userId)));
  }

  /** For admins only, about no user in particular. */
  HttpResponseMessage forAdmin(
      HttpRequestMessage<Optional<String>> request,
      ExecutionContext context,
      Operation<CallerCall> operation) {
    return forCaller(
        request,
        context,
        call -> {
          call.requireAdmin();
          return operation.run(call);
        });
  }

  private HttpResponseMessage forCaller(
      HttpRequestMessage<Optional<String>> request,
      ExecutionContext context,
      Operation<CallerCall> operation) {
    return handle(
        request,
        context,
        trace -> {
          Deadline deadline = Deadline.in(BUDGET, trace);
          TokenEndpoint endpoint = this.endpoint.get();
          Caller caller = trace.authenticate(request, endpoint.authenticator());
          return operation.run(new CallerCall(endpoint, caller, request, deadline, trace));
        });
  }

  /** For anyone, unauthenticated: nothing about a user may come of it. */
  HttpResponseMessage forAnyone(
      HttpRequestMessage<Optional<String>> request,
      ExecutionContext context,
      Operation<AnyoneCall> operation) {
    return handle(
        request,
        context,
        trace -> operation.run(new AnyoneCall(() -> makeOrTell(context, trace), request, trace)));
  }

  // Whoever asks first for an endpoint whose settings are wrong has the log say so.
  private TokenEndpoint makeOrTell(ExecutionContext context, RequestTrace trace) {
    try {
      return endpoint.get();
    } catch (SettingsException e) {
      FailureLog.write(context.getLogger(), Problem.of(e, trace.requestId()), e);
      throw e;
    }
  }

  /** For a timer: a failure is logged as every other, and fails the invocation. */
  void forTimer(ExecutionContext context, TimerWork work) {
    var trace = new RequestTrace(context, null);
    try {
      trace.swept(work.run(endpoint.get(), Deadline.in(TIMER_BUDGET, trace)));
      trace.end(OK, NO_HTTP);
    } catch (RuntimeException e) {
      Problem problem = Problem.of(e, trace.requestId());
      FailureLog.write(context.getLogger(), problem, e);
      trace.end(problem.type().code(), problem.type().status());
      throw new IllegalStateException(problem.type().code());
    }
  }

  private static HttpResponseMessage handle(
      HttpRequestMessage<Optional<String>> request, ExecutionContext context, Step operation) {
    var trace = new RequestTrace(context, request.getHeaders().get("traceparent"));
    try {
      Reply reply = operation.run(trace);
      HttpResponseMessage response = reply.render(request, trace.requestId());
      trace.end(OK, reply.status().value());
      return response;
    } catch (IOException | RuntimeException e) {
      Problem problem = Problem.of(e, trace.requestId());
      FailureLog.write(context.getLogger(), problem, e);
      trace.end(problem.type().code(), problem.type().status());
      return problem.render(request);
    }
  }

  private interface Step {
    Reply run(RequestTrace trace) throws IOException;
  }

  /** What a timer does. */
  interface TimerWork {
    Sweep.Swept run(TokenEndpoint endpoint, Deadline deadline);
  }
}
