package dev.acstoken.functions;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Does the same for several users at once, because a narrower policy takes two seconds. */
final class Together {

  private Together() {}

  /**
   * Calls the action for every user, each on a thread of its own, and waits for all.
   *
   * @throws java.util.concurrent.CompletionException if an action throws; the cause is its failure
   */
  static void forEach(List<String> users, Consumer<String> action) {
    var threads = Executors.newFixedThreadPool(users.size());
    try {
      users.stream()
          .map(user -> CompletableFuture.runAsync(() -> action.accept(user), threads))
          .toList()
          .forEach(CompletableFuture::join);
    } finally {
      threads.shutdownNow();
    }
  }
}
