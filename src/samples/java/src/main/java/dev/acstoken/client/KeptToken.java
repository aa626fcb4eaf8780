package dev.acstoken.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a token valid until it is closed, on a thread that does not keep the JVM running. The timer
 * of the SDK would: it leaves a thread for each token, and stops after one failed refresh.
 */
final class KeptToken {

  /** Requests a token from the endpoint. */
  interface Source {
    IssuedToken request(Cancellation cancellation) throws InterruptedException;
  }

  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMinutes(1);

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(Daemon::of);
  private final Cancellation cancellation = new Cancellation();
  private final Source source;
  private final Session session;
  private IssuedToken current;
  private Future<?> nextRefresh = CompletableFuture.completedFuture("");
  private CompletableFuture<String> refreshing = CompletableFuture.completedFuture("");

  KeptToken(IssuedToken first, Source source, Session session) {
    this.source = source;
    this.session = session;
    current = first;
    refreshIn(first.untilRefresh());
  }

  /** Returns a token that has not expired. If there is none, waits for a refresh. */
  synchronized CompletableFuture<String> valid() {
    return current.isValid() && !cancellation.isCancelled()
        ? CompletableFuture.completedFuture(current.token())
        : refresh();
  }

  /** Ends a running refresh at once. None starts afterwards. */
  synchronized void close() {
    cancellation.cancel();
    refreshing.completeExceptionally(new SignedOutException());
    thread.shutdownNow();
  }

  // A caller that arrives during a refresh shares its result, and does not end it by cancelling.
  private CompletableFuture<String> refresh() {
    if (cancellation.isCancelled()) {
      return CompletableFuture.failedFuture(new SignedOutException());
    }
    startRefresh();
    return refreshing.copy();
  }

  private synchronized void startRefresh() {
    if (refreshing.isDone() && !cancellation.isCancelled()) {
      var next = new CompletableFuture<String>();
      refreshing = next;
      thread.execute(() -> complete(next));
    }
  }

  private void complete(CompletableFuture<String> refresh) {
    try {
      var issued = source.request(cancellation);
      replaceBy(issued);
      refresh.complete(issued.token());
    } catch (RefusedException e) {
      refresh.completeExceptionally(e);
      report(e);
    } catch (RuntimeException | InterruptedException | Error e) {
      refresh.completeExceptionally(e);
      tryAgain();
    }
  }

  private synchronized void replaceBy(IssuedToken issued) {
    current = issued;
    if (issued.isValid()) {
      refreshIn(issued.untilRefresh());
    }
  }

  private synchronized void tryAgain() {
    if (current.left().compareTo(PAUSE_AFTER_FAILURE) > 0) {
      refreshIn(PAUSE_AFTER_FAILURE);
    }
  }

  private synchronized void refreshIn(Duration pause) {
    if (!cancellation.isCancelled()) {
      nextRefresh.cancel(false);
      nextRefresh = thread.schedule(this::startRefresh, pause.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  // On another thread, because the app may sign out in it, which interrupts this one.
  private void report(RefusedException error) {
    if (!cancellation.isCancelled()) {
      Daemon.start(() -> session.ended(error));
    }
  }
}
