package dev.acstoken.azure.resilience;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.util.Context;
import dev.acstoken.identity.Deadline;
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
 * Calls a dependency within a request's deadline: each attempt has its timeout of what is left, and
 * what may safely be repeated is repeated after a passing fault.
 */
public final class DependencyCaller {

  /** The longest that one attempt may take. */
  public static final Duration MAX_ATTEMPT = Duration.ofSeconds(5);

  private static final Duration MAX_IDEMPOTENT_ATTEMPT = Duration.ofSeconds(3);
  private static final int MAX_ATTEMPTS = 3;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

  // The key under which the SDKs' HTTP client looks for a call's own time-out.
  public static final String RESPONSE_TIMEOUT = "azure-response-timeout";

  // 429 is not among them: it is passed on, because repeating at once counts against the limit too.
  private static final Set<Integer> TRANSIENT_STATUSES = Set.of(408, 500, 502, 503, 504);

  private final ExecutorService threads;
  private final ErrorTranslator failures;

  /**
   * @param threads where the calls wait for their answers: as many as there are calls at once
   */
  public DependencyCaller(ExecutorService threads, ErrorTranslator failures) {
    this.threads = threads;
    this.failures = failures;
  }

  /** For what must not happen twice. */
  public <T> T callOnce(Deadline deadline, Function<Context, T> call) {
    try {
      return observed(1, call, attemptTimeout(MAX_ATTEMPT, deadline), deadline);
    } catch (RuntimeException e) {
      throw failures.translate(e);
    }
  }

  /** For what does no harm if it happens again. */
  public <T> T callIdempotent(Deadline deadline, Function<Context, T> call) {
    for (int attempt = 1; ; attempt++) {
      try {
        return observed(attempt, call, attemptTimeout(MAX_IDEMPOTENT_ATTEMPT, deadline), deadline);
      } catch (RuntimeException e) {
        if (attempt == MAX_ATTEMPTS || !isTransient(e) || !pause(attempt, e, deadline)) {
          throw failures.translate(e);
        }
      }
    }
  }

  private Duration attemptTimeout(Duration longest, Deadline deadline) {
    Duration remaining = deadline.remaining();
    if (remaining.isZero()) {
      throw failures.deadlinePassed();
    }
    return remaining.compareTo(longest) < 0 ? remaining : longest;
  }

  private <T> T observed(int number, Function<Context, T> call, Duration timeout, Deadline deadline) {
    CallTelemetry record = new CallTelemetry(deadline.observer());
    boolean failed = true;
    try {
      T answer = attempt(call, record.addTo(new Context(RESPONSE_TIMEOUT, timeout)), timeout);
      failed = false;
      return answer;
    } finally {
      deadline.observer().called(record.end(failures.dependency(), number, failed));
    }
  }

  // On a thread of its own: the SDKs' time-outs end with a reply's headers, so a body that trickles
  // in, or a credential that does not come, would hold the request beyond its deadline.
  private <T> T attempt(Function<Context, T> call, Context context, Duration timeout) {
    Future<T> answer = threads.submit(() -> call.apply(context));
    try {
      return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw failureOf(e.getCause());
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new UncheckedIOException(new HttpTimeoutException("No answer within " + timeout));
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new InterruptedIOException());
    }
  }

  // A success that holds something else than it should meets the SDKs unprepared.
  private static RuntimeException failureOf(@Nullable Throwable cause) {
    if (cause instanceof NullPointerException
        || cause instanceof IllegalArgumentException
        || cause instanceof IllegalStateException) {
      return new UncheckedIOException(new IOException("An answer that cannot be read.", cause));
    }
    return cause instanceof RuntimeException e ? e : new IllegalStateException(cause);
  }

  // A pause that the deadline leaves no room for is not begun.
  private static boolean pause(int attempt, RuntimeException e, Deadline deadline) {
    Duration pause = RetryAfter.of(e).orElseGet(() -> backOff(attempt));
    if (pause.compareTo(deadline.remaining()) >= 0) {
      return false;
    }
    try {
      Thread.sleep(pause.toMillis());
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Duration backOff(int attempt) {
    long ceiling = FIRST_PAUSE.toMillis() << attempt;
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(ceiling / 2, ceiling));
  }

  private static boolean isTransient(RuntimeException e) {
    return e instanceof HttpResponseException response
        ? response.getResponse() != null && isTransient(response.getResponse().getStatusCode())
        : isConnectionFailure(e);
  }

  // A success whose body is not what it should be is a reply from something else on the way.
  private static boolean isTransient(int status) {
    return TRANSIENT_STATUSES.contains(status) || status < 300;
  }

  /** Whether the call failed for want of a readable answer, not because of one. */
  public static boolean isConnectionFailure(Throwable e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof IOException || t instanceof TimeoutException) {
        return true;
      }
    }
    return false;
  }
}
