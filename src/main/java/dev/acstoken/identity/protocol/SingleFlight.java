package dev.acstoken.identity.protocol;

import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
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
 * Lets one caller at a time do work for a user. Concurrent callers wait and share a failure, so a
 * failing dependency is called once instead of once per caller.
 */
final class SingleFlight {

  private final ConcurrentMap<User, CompletableFuture<Void>> flights = new ConcurrentHashMap<>();

  /**
   * Runs the work, or waits while another caller of this process runs its work for the same user.
   *
   * @return the result of the work; empty for a caller that waited
   * @throws ServiceException if the work fails; a caller that waited gets a copy of this failure.
   *     With {@link ErrorCode#ACS_UNAVAILABLE} if the wait outlasts the deadline.
   */
  <T> Optional<T> run(User user, Supplier<Optional<T>> work, RequestContext context) {
    CompletableFuture<Void> mine = new CompletableFuture<>();
    CompletableFuture<Void> other = flights.putIfAbsent(user, mine);
    if (other != null) {
      await(other, context);
      return Optional.empty();
    }
    try {
      return work.get();
    } catch (ServiceException e) {
      mine.completeExceptionally(e);
      throw e;
    } finally {
      flights.remove(user);
      mine.complete(null);
    }
  }

  private static void await(CompletableFuture<Void> flight, RequestContext context) {
    try {
      flight.get(context.deadline().remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof ServiceException failure ? failure.shared() : busy();
    } catch (TimeoutException e) {
      throw busy();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy();
    }
  }

  private static ServiceException busy() {
    return new ServiceException(
        ErrorCode.ACS_UNAVAILABLE, "Another request for this user is taking too long.");
  }
}
