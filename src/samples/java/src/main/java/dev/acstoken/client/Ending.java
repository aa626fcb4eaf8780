package dev.acstoken.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The end of the tokens, which ends every wait at once with {@link SignedOutException}. */
final class Ending {

  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  void end() {
    ended.complete(null);
  }

  boolean hasCome() {
    return ended.isDone();
  }

  void check() {
    if (hasCome()) {
      throw new SignedOutException();
    }
  }

  void pause(Duration duration) throws InterruptedException {
    try {
      ended.get(duration.toMillis(), TimeUnit.MILLISECONDS);
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
      CompletableFuture.anyOf(ended, task).get();
      check();
      return task.get();
    } finally {
      task.cancel(true);
    }
  }
}
