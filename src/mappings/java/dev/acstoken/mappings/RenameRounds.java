package dev.acstoken.mappings;

import com.azure.core.exception.HttpResponseException;
import dev.acstoken.azure.table.ScannedRow;
import dev.acstoken.azure.table.TableScan;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * Scans the rows of a renamed issuer again and again, until a scan finds only pointers. Rows that
 * wait for the endpoint are tried again for a limited time.
 */
final class RenameRounds {

  private static final Duration BUDGET = Duration.ofSeconds(30);

  // The store repeats calls itself, within the budget.
  private static final Retry RETRIES =
      Retry.backoff(4, Duration.ofSeconds(1))
          .filter(RenameRounds::mayPass)
          .onRetryExhaustedThrow((retry, signal) -> signal.failure());

  private final TableScan scan;
  private final IssuerNames names;
  private final IssuerRename rename;
  private final int concurrency;
  private final Interruption interruption;
  private final InstantSource clock;

  RenameRounds(
      TableScan scan,
      IssuerNames names,
      IssuerRename rename,
      int concurrency,
      Interruption interruption,
      InstantSource clock) {
    this.scan = scan;
    this.names = names;
    this.rename = rename;
    this.concurrency = concurrency;
    this.interruption = interruption;
    this.clock = clock;
  }

  /**
   * Scans until nothing is left to do, the time is over or the command is interrupted.
   *
   * @param patience how long rows are waited for after the last progress. Rows that are changed
   *     again by each scan are no progress.
   * @param pause the time between two scans
   * @param observer receives what each scan finds
   * @return what the last scan found
   */
  RenameCounts run(Duration patience, Duration pause, Observer observer) {
    Instant lastProgress = clock.instant();
    long fewestChanges = Long.MAX_VALUE;
    while (true) {
      observer.onScan();
      RenameCounts counts = scan(observer::onResult);
      boolean isMoving = counts.of(RenameResult.Kind.MOVED) > 0;
      boolean isProgress = isMoving || (counts.changes() > 0 && counts.changes() < fewestChanges);
      if (isProgress) {
        lastProgress = clock.instant();
        fewestChanges = isMoving ? Long.MAX_VALUE : counts.changes();
      }
      boolean isOver = clock.instant().isAfter(lastProgress.plus(patience));
      if (interruption.isRequested() || !counts.isUnfinished() || (!isProgress && isOver)) {
        return counts;
      }
      if (!isProgress) {
        interruption.sleep(pause);
      }
    }
  }

  /** Scans once. */
  RenameCounts scan(Consumer<RenameResult> consumer) {
    RenameCounts counts = new RenameCounts();
    Scheduler threads = Schedulers.newBoundedElastic(concurrency, Integer.MAX_VALUE, "rename");
    try {
      for (RenameResult result : results(threads).toIterable(concurrency)) {
        counts.add(result);
        consumer.accept(result);
      }
    } finally {
      threads.dispose();
    }
    return counts;
  }

  private Flux<RenameResult> results(Scheduler threads) {
    return names
        .scan(scan)
        .takeWhile(row -> !interruption.isRequested())
        .flatMap(row -> apply(row).subscribeOn(threads), concurrency);
  }

  private Mono<RenameResult> apply(ScannedRow row) {
    return Mono.fromCallable(() -> rename.apply(row, RequestContext.within(BUDGET)))
        .retryWhen(RETRIES)
        .onErrorResume(
            ServiceException.class,
            e ->
                e.logMessage().isPresent()
                    ? Mono.just(RenameResult.unreadable(e.logMessage().get()))
                    : Mono.error(e));
  }

  // A row that cannot be read stays so, and so does a missing right.
  private static boolean mayPass(Throwable failure) {
    return failure instanceof ServiceException e && e.logMessage().isEmpty() && !isRefusal(e);
  }

  private static boolean isRefusal(ServiceException failure) {
    return failure.getCause() instanceof HttpResponseException e
        && e.getResponse() != null
        && (e.getResponse().getStatusCode() == 401 || e.getResponse().getStatusCode() == 403);
  }

  /** Receives the progress of a rename. */
  interface Observer {

    /** A scan begins. */
    void onScan();

    void onResult(RenameResult result);
  }
}
