package dev.acstoken.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import dev.acstoken.TokenEndpoint;
import dev.acstoken.auth.Caller;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.User;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
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
    return forUser(userId, request, context, (endpoint, caller) -> {}, operation);
  }

  /** As {@link #forUser}, and within what the caller may ask for in a minute. */
  HttpResponseMessage forUserWithinBudget(
      String userId,
      HttpRequestMessage<Optional<String>> request,
      ExecutionContext context,
      Operation<UserCall> operation) {
    return forUser(
        userId,
        request,
        context,
        (endpoint, caller) -> endpoint.budgets().spend(caller.user()),
        operation);
  }

  /** For any caller, about themselves only, and within what they may ask for in a minute. */
  HttpResponseMessage forCallerWithinBudget(
      HttpRequestMessage<Optional<String>> request,
      ExecutionContext context,
      Operation<CallerCall> operation) {
    Deadline deadline = Deadline.in(BUDGET);
    return handle(
        request,
        context,
        () -> {
          TokenEndpoint endpoint = this.endpoint.get();
          Caller caller = endpoint.authenticator().authenticate(authorization(request));
          endpoint.budgets().spend(caller.user());
          return operation.run(new CallerCall(endpoint, caller, request, deadline));
        });
  }

  private HttpResponseMessage forUser(
      String userId,
      HttpRequestMessage<Optional<String>> request,
      ExecutionContext context,
      BiConsumer<TokenEndpoint, Caller> admission,
      Operation<UserCall> operation) {
    Deadline deadline = Deadline.in(BUDGET);
    return handle(
        request,
        context,
        () -> {
          TokenEndpoint endpoint = this.endpoint.get();
          Caller caller = endpoint.authenticator().authenticate(authorization(request));
          User user = authorise(caller, userId);
          admission.accept(endpoint, caller);
          return operation.run(new UserCall(endpoint, user, request, deadline));
        });
  }

  /** For anyone, unauthenticated: nothing about a user may come of it. */
  HttpResponseMessage forAnyone(
      HttpRequestMessage<Optional<String>> request,
      ExecutionContext context,
      Operation<Supplier<TokenEndpoint>> operation) {
    return handle(request, context, () -> operation.run(endpoint));
  }

  /** For a timer: a failure is logged as every other, and fails the invocation. */
  void forTimer(ExecutionContext context, TimerWork work) {
    try {
      context.getLogger().info(work.run(endpoint.get(), Deadline.in(TIMER_BUDGET)));
    } catch (RuntimeException e) {
      Problem problem = Problem.of(e, context.getInvocationId());
      FailureLog.write(context.getLogger(), problem, e);
      throw new IllegalStateException(problem.type().code());
    }
  }

  private static HttpResponseMessage handle(
      HttpRequestMessage<Optional<String>> request, ExecutionContext context, Step operation) {
    String requestId = context.getInvocationId();
    try {
      return operation.run().render(request, requestId);
    } catch (IOException | RuntimeException e) {
      Problem problem = Problem.of(e, requestId);
      FailureLog.write(context.getLogger(), problem, e);
      return problem.render(request);
    }
  }

  private static User authorise(Caller caller, String userId) {
    User user = userId.equals("me") ? caller.user() : new User(caller.user().issuer(), userId);
    if (!caller.mayActFor(user)) {
      throw new ProblemException(
          ProblemType.FORBIDDEN, "Another user's identity needs the admin role.");
    }
    return user;
  }

  private static Optional<String> authorization(HttpRequestMessage<?> request) {
    return Optional.ofNullable(request.getHeaders().get("authorization"));
  }

  private interface Step {
    Reply run() throws IOException;
  }

  /** What a timer does, and in a sentence what came of it. */
  interface TimerWork {
    String run(TokenEndpoint endpoint, Deadline deadline);
  }
}
