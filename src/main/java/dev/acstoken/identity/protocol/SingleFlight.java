package dev.acstoken.identity.protocol;

import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.Failure;
import dev.acstoken.identity.IdentityException;
import dev.acstoken.identity.User;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Lets one caller at a time work for a user. Who comes meanwhile waits for the outcome and shares a
 * failure, so that a crowd asks a struggling dependency once.
 */
final class SingleFlight {

  private final ConcurrentMap<User, CompletableFuture<Void>> flights = new ConcurrentHashMap<>();

  /**
   * Does the work, or waits for who is doing it.
   *
   * @return what came of the work; empty for those who waited
   * @throws IdentityException what the work threw, to those who waited too
   */
  <T> Optional<T> lead(User user, Supplier<Optional<T>> work, Deadline deadline) {
    CompletableFuture<Void> mine = new CompletableFuture<>();
    CompletableFuture<Void> theirs = flights.putIfAbsent(user, mine);
    if (theirs != null) {
      await(theirs, deadline);
      return Optional.empty();
    }
    try {
      return work.get();
    } catch (IdentityException e) {
      mine.completeExceptionally(e);
      throw e;
    } finally {
      flights.remove(user);
      mine.complete(null);
    }
  }

  private static void await(CompletableFuture<Void> flight, Deadline deadline) {
    try {
      flight.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IdentityException failure ? failure.again() : busy();
    } catch (TimeoutException e) {
      throw busy();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy();
    }
  }

  private static IdentityException busy() {
    return new IdentityException(
        Failure.ACS_UNAVAILABLE, "Another request for this user takes too long.");
  }
}
