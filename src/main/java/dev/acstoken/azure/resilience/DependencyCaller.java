package dev.acstoken.azure.resilience;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.util.Context;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.RequestObserver;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls a dependency within a request's deadline. Each attempt has a time-out. Idempotent calls are
 * retried after a transient failure.
 */
public final class DependencyCaller {

  /** The maximum duration of one attempt. */
  public static final Duration MAX_ATTEMPT = Duration.ofSeconds(5);

  /** The key of a call's own time-out in the context that the SDKs' HTTP client reads. */
  public static final String RESPONSE_TIMEOUT = "azure-response-timeout";

  private static final Duration MAX_IDEMPOTENT_ATTEMPT = Duration.ofSeconds(3);
  private static final int MAX_ATTEMPTS = 3;
  private static final Duration FIRST_BACK_OFF = Duration.ofMillis(100);

  // 429 is not retried but passed on, because an immediate retry also counts against the limit.
  private static final Set<Integer> TRANSIENT_STATUSES = Set.of(408, 500, 502, 503, 504);

  private final ExecutorService threads;
  private final ErrorTranslator errors;

  /**
   * Creates a caller.
   *
   * @param threads runs the calls, which block; it needs as many threads as there are concurrent
   *     calls
   * @param errors translates the dependency's failures
   */
  public DependencyCaller(ExecutorService threads, ErrorTranslator errors) {
    this.threads = threads;
    this.errors = errors;
  }

  /**
   * Makes a call that must not be repeated, in one attempt.
   *
   * @throws ServiceException if the call fails; the dependency may have received it nevertheless
   */
  public <T> T callOnce(RequestContext request, Function<Context, T> call) {
    try {
      return begin(1, call, MAX_ATTEMPT, request).await();
    } catch (RuntimeException e) {
      throw errors.translate(e);
    }
  }

  /**
   * Makes a call that may be repeated. It is retried at most twice, after transient failures, and
   * only if the deadline leaves time for the wait.
   *
   * @throws ServiceException if the last attempt fails
   */
  public <T> T callIdempotent(RequestContext request, Function<Context, T> call) {
    return beginIdempotent(request, call).get();
  }

  /**
   * Begins a call that may be repeated, and returns at once.
   *
   * @return waits for the result, and retries as {@link #callIdempotent} does. If it is not used,
   *     the first attempt is not observed.
   */
  public <T> Supplier<T> beginIdempotent(RequestContext request, Function<Context, T> call) {
    Attempt<T> first = begin(1, call, MAX_IDEMPOTENT_ATTEMPT, request);
    return () -> awaitOrRetry(first, call, request);
  }

  private <T> T awaitOrRetry(Attempt<T> first, Function<Context, T> call, RequestContext request) {
    Attempt<T> attempt = first;
    while (true) {
      try {
        return attempt.await();
      } catch (RuntimeException e) {
        if (attempt.number == MAX_ATTEMPTS
            || !isTransient(e)
            || !backOff(attempt.number, e, request.deadline())) {
          throw errors.translate(e);
        }
      }
      attempt = begin(attempt.number + 1, call, MAX_IDEMPOTENT_ATTEMPT, request);
    }
  }

  private <T> Attempt<T> begin(
      int number, Function<Context, T> call, Duration longest, RequestContext request) {
    return new Attempt<>(number, call, attemptTimeout(longest, request.deadline()), request);
  }

  private Duration attemptTimeout(Duration longest, Deadline deadline) {
    Duration remaining = deadline.remaining();
    if (remaining.isZero()) {
      throw errors.deadlinePassed();
    }
    return remaining.compareTo(longest) < 0 ? remaining : longest;
  }

  /**
   * An attempt that has begun on another thread, so that the request can stop waiting for it. The
   * SDKs' time-outs cover only the time until a response's headers arrive. A slow body, or a slow
   * credential, would delay the request beyond its deadline.
   */
  private final class Attempt<T> {

    private final int number;
    private final Duration timeout;
    private final Deadline end;
    private final RequestObserver observer;
    private final CallTelemetry telemetry;
    private final Future<T> response;

    Attempt(int number, Function<Context, T> call, Duration timeout, RequestContext request) {
      this.number = number;
      this.timeout = timeout;
      this.end = Deadline.in(timeout);
      this.observer = request.observer();
      this.telemetry = new CallTelemetry(observer);
      Context context = telemetry.addTo(new Context(RESPONSE_TIMEOUT, timeout));
      this.response = threads.submit(() -> call(call, context));
    }

    private T call(Function<Context, T> call, Context context) {
      try {
        return call.apply(context);
      } finally {
        telemetry.stop();
      }
    }

    T await() {
      boolean failed = true;
      try {
        T result = get();
        failed = false;
        return result;
      } finally {
        observer.onCall(telemetry.end(errors.dependency(), number, failed));
      }
    }

    private T get() {
      try {
        return response.get(end.remaining().toNanos(), TimeUnit.NANOSECONDS);
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
  }

  // The SDKs throw these exceptions when a successful response has an unexpected body.
  private static RuntimeException failureOf(@Nullable Throwable cause) {
    if (cause instanceof NullPointerException
        || cause instanceof IllegalArgumentException
        || cause instanceof IllegalStateException) {
      return new UncheckedIOException(new IOException("The response cannot be read.", cause));
    }
    return cause instanceof RuntimeException e ? e : new IllegalStateException(cause);
  }

  // Returns false without waiting if the wait would exceed the deadline.
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

  private boolean isTransient(RuntimeException e) {
    return e instanceof HttpResponseException failure
        ? isTransientResponse(failure)
        : isConnectionFailure(e);
  }

  private boolean isTransientResponse(HttpResponseException e) {
    return e.getResponse() != null
        && (isTransient(e.getResponse().getStatusCode()) || errors.isForeign(e));
  }

  // A success status with an unreadable body comes from an intermediary and may be temporary.
  private static boolean isTransient(int status) {
    return TRANSIENT_STATUSES.contains(status) || status < 300;
  }

  /** Returns whether a call failed because there was no readable response. */
  public static boolean isConnectionFailure(Throwable e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof IOException || t instanceof TimeoutException) {
        return true;
      }
    }
    return false;
  }
}
