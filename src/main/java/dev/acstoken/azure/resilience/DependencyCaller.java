package dev.acstoken.azure.resilience;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.util.Context;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.RequestContext;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls a dependency within a request's deadline. Each attempt has a time-out. An idempotent call
 * is retried after a transient failure.
 */
public final class DependencyCaller {

  /** The longest that one attempt may take. */
  public static final Duration MAX_ATTEMPT = Duration.ofSeconds(5);

  /** The key under which the SDKs' HTTP client looks for a call's own time-out. */
  public static final String RESPONSE_TIMEOUT = "azure-response-timeout";

  private static final Duration MAX_IDEMPOTENT_ATTEMPT = Duration.ofSeconds(3);
  private static final int MAX_ATTEMPTS = 3;
  private static final Duration FIRST_BACK_OFF = Duration.ofMillis(100);

  // Without 429, which is passed on: an immediate retry counts against the limit too.
  private static final Set<Integer> TRANSIENT_STATUSES = Set.of(408, 500, 502, 503, 504);

  private final ExecutorService threads;
  private final ErrorTranslator errors;

  /**
   * Creates a caller.
   *
   * @param threads where the calls wait for their responses: as many as there are calls at once
   * @param errors translates the failures of the dependency
   */
  public DependencyCaller(ExecutorService threads, ErrorTranslator errors) {
    this.threads = threads;
    this.errors = errors;
  }

  /** Makes a call that must not happen twice. */
  public <T> T callOnce(RequestContext request, Function<Context, T> call) {
    try {
      return attempt(1, call, attemptTimeout(MAX_ATTEMPT, request.deadline()), request);
    } catch (RuntimeException e) {
      throw errors.translate(e);
    }
  }

  /** Makes a call that does no harm if it happens again. */
  public <T> T callIdempotent(RequestContext request, Function<Context, T> call) {
    Deadline deadline = request.deadline();
    for (int number = 1; ; number++) {
      try {
        return attempt(number, call, attemptTimeout(MAX_IDEMPOTENT_ATTEMPT, deadline), request);
      } catch (RuntimeException e) {
        if (number == MAX_ATTEMPTS || !isTransient(e) || !backOff(number, e, deadline)) {
          throw errors.translate(e);
        }
      }
    }
  }

  private Duration attemptTimeout(Duration longest, Deadline deadline) {
    Duration remaining = deadline.remaining();
    if (remaining.isZero()) {
      throw errors.deadlinePassed();
    }
    return remaining.compareTo(longest) < 0 ? remaining : longest;
  }

  private <T> T attempt(
      int number, Function<Context, T> call, Duration timeout, RequestContext request) {
    CallTelemetry telemetry = new CallTelemetry(request.observer());
    boolean failed = true;
    try {
      T result = call(call, telemetry.addTo(new Context(RESPONSE_TIMEOUT, timeout)), timeout);
      failed = false;
      return result;
    } finally {
      request.observer().onCall(telemetry.end(errors.dependency(), number, failed));
    }
  }

  // On a thread of its own: the SDKs' time-outs end with a response's headers, so a body that
  // trickles in, or a credential that does not come, would hold the request beyond its deadline.
  private <T> T call(Function<Context, T> call, Context context, Duration timeout) {
    Future<T> response = threads.submit(() -> call.apply(context));
    try {
      return response.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw failureOf(e.getCause());
    } catch (TimeoutException e) {
      response.cancel(true);
      throw new UncheckedIOException(new HttpTimeoutException("No response within " + timeout));
    } catch (InterruptedException e) {
      response.cancel(true);
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new InterruptedIOException());
    }
  }

  // The SDKs are not prepared for a success that holds something else than it should.
  private static RuntimeException failureOf(@Nullable Throwable cause) {
    if (cause instanceof NullPointerException
        || cause instanceof IllegalArgumentException
        || cause instanceof IllegalStateException) {
      return new UncheckedIOException(new IOException("A response that cannot be read.", cause));
    }
    return cause instanceof RuntimeException e ? e : new IllegalStateException(cause);
  }

  // False, without waiting, if the deadline leaves no room for the wait.
  private static boolean backOff(int attempt, RuntimeException e, Deadline deadline) {
    Duration wait = RetryAfter.of(e).orElseGet(() -> jittered(attempt));
    if (wait.compareTo(deadline.remaining()) >= 0) {
      return false;
    }
    try {
      Thread.sleep(wait.toMillis());
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Duration jittered(int attempt) {
    long ceiling = FIRST_BACK_OFF.toMillis() << attempt;
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(ceiling / 2, ceiling));
  }

  private static boolean isTransient(RuntimeException e) {
    return e instanceof HttpResponseException failure
        ? failure.getResponse() != null && isTransient(failure.getResponse().getStatusCode())
        : isConnectionFailure(e);
  }

  // A success whose body is not what it should be comes from something else on the way.
  private static boolean isTransient(int status) {
    return TRANSIENT_STATUSES.contains(status) || status < 300;
  }

  /** Whether the call failed for want of a readable response, not because of one. */
  public static boolean isConnectionFailure(Throwable e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof IOException || t instanceof TimeoutException) {
        return true;
      }
    }
    return false;
  }
}
