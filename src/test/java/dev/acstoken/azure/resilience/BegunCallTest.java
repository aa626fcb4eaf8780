package dev.acstoken.azure.resilience;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.identity.DependencyCall;
import dev.acstoken.identity.DependencyCall.Dependency;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.RequestObserver;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.StateChange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Verifies calls that begin before their result is awaited. */
class BegunCallTest {

  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final DependencyCaller caller = new DependencyCaller(thread, new TableErrors());
  private final RecordingObserver observer = new RecordingObserver();
  private final RequestContext context = RequestContext.within(Duration.ofSeconds(8), observer);
  private final AtomicInteger attempts = new AtomicInteger();

  @AfterEach
  void endTheThread() {
    thread.shutdownNow();
  }

  private Supplier<Integer> begin(int failures) {
    return caller.beginIdempotent(
        context,
        sdk -> {
          if (attempts.incrementAndGet() <= failures) {
            throw new UncheckedIOException(new IOException("The connection was reset."));
          }
          return attempts.get();
        });
  }

  // The only thread runs one task after the other.
  private void awaitTheEndOfTheFirstAttempt() throws Exception {
    var unused = thread.submit(() -> true).get();
  }

  @Test
  void theFirstAttemptDoesNotWaitUntilItsResultIsNeeded() throws Exception {
    var unused = begin(0);

    awaitTheEndOfTheFirstAttempt();

    assertEquals(1, attempts.get());
    assertEquals(List.of(), observer.calls);
  }

  @Test
  void aFailureOfTheFirstAttemptIsRetriedWhenTheResultIsNeeded() throws Exception {
    Supplier<Integer> begun = begin(1);
    awaitTheEndOfTheFirstAttempt();

    assertEquals(2, begun.get());
    assertEquals(
        List.of(true, false), observer.calls.stream().map(DependencyCall::failed).toList());
  }

  @Test
  void theLastFailureIsReported() {
    Supplier<Integer> begun = begin(Integer.MAX_VALUE);

    var failure = assertThrows(ServiceException.class, begun::get);

    assertEquals(ErrorCode.STORAGE_UNAVAILABLE, failure.code());
    assertEquals(3, attempts.get());
  }

  @Test
  void theRecordedDurationEndsWithTheResponse() throws Exception {
    long start = System.nanoTime();
    Supplier<Integer> begun = begin(0);
    awaitTheEndOfTheFirstAttempt();
    Duration untilResponse = Duration.ofNanos(System.nanoTime() - start);
    Thread.sleep(untilResponse.plusMillis(1).toMillis());

    var unused = begun.get();

    assertTrue(observer.calls.get(0).took().compareTo(untilResponse) <= 0);
  }

  private static final class TableErrors implements ErrorTranslator {

    @Override
    public Dependency dependency() {
      return Dependency.TABLE;
    }

    @Override
    public RuntimeException translate(RuntimeException e) {
      return new ServiceException(ErrorCode.STORAGE_UNAVAILABLE, "Translated by a test.");
    }

    @Override
    public ServiceException deadlinePassed() {
      return new ServiceException(ErrorCode.STORAGE_UNAVAILABLE, "Too late.");
    }
  }

  private static final class RecordingObserver implements RequestObserver {

    private final List<DependencyCall> calls = new ArrayList<>();

    @Override
    public void onCall(DependencyCall call) {
      calls.add(call);
    }

    @Override
    public void onSurvivedFailure(ServiceException e) {}

    @Override
    public void onChange(StateChange change) {}

    @Override
    public Optional<String> traceparent() {
      return Optional.empty();
    }
  }
}
