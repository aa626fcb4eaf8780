package dev.acstoken.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends every wait at once with {@link SignedOutException}, when the tokens are closed. */
final class Cancellation {

  private final CompletableFuture<Void> cancelled = new CompletableFuture<>();

  void cancel() {
    cancelled.complete(null);
  }

  boolean isCancelled() {
    return cancelled.isDone();
  }

  void throwIfCancelled() {
    if (isCancelled()) {
      throw new SignedOutException();
    }
  }

  void pause(Duration duration) throws InterruptedException {
    try {
      cancelled.get(duration.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
    throw new SignedOutException();
  }

  /** Waits for a result. If the wait ends without it, the task is cancelled. */
  <T> T await(CompletableFuture<T> task) throws InterruptedException, ExecutionException {
    try {
      CompletableFuture.anyOf(cancelled, task).get();
      throwIfCancelled();
      return task.get();
    } finally {
      task.cancel(true);
    }
  }
}
