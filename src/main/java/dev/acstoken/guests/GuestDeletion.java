package dev.acstoken.guests;

import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.protocol.Identities;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Deletes the identities and the rows of guests, several at a time. */
final class GuestDeletion {

  private static final int MAX_PARALLEL = 8;

  private final InvitationStore store;
  private final Identities identities;
  private final Executor executor;

  /**
   * Creates the operation.
   *
   * @param executor runs the deletions. The calling thread waits for them.
   */
  GuestDeletion(InvitationStore store, Identities identities, Executor executor) {
    this.store = store;
    this.identities = identities;
    this.executor = executor;
  }

  /**
   * Deletes guests: their identities at ACS, and then their rows. If the deletion of one fails, the
   * others are deleted nevertheless, until ACS throttles.
   *
   * @return the number of guests who remain, because a deletion failed or the time did not suffice
   */
  int deleteAll(List<Guest> guests, RequestContext context) {
    Queue<Guest> waiting = new ConcurrentLinkedQueue<>(guests);
    AtomicInteger deleted = new AtomicInteger();
    Runnable worker = () -> deleteWaiting(waiting, deleted, context);
    await(
        Stream.generate(() -> CompletableFuture.runAsync(worker, executor))
            .limit(Math.min(MAX_PARALLEL, guests.size()))
            .toArray(CompletableFuture<?>[]::new));
    return guests.size() - deleted.get();
  }

  // The workers end when nothing is waiting any more.
  private void deleteWaiting(Queue<Guest> waiting, AtomicInteger deleted, RequestContext context) {
    while (!context.deadline().hasPassed()) {
      Guest guest = waiting.poll();
      if (guest == null) {
        return;
      }
      RequestContext steps = GuestObserver.of(guest, context);
      try {
        identities.delete(guest.user(), steps);
        store.removeGuest(guest, steps);
        deleted.incrementAndGet();
      } catch (ServiceException e) {
        steps.observer().onSurvivedFailure(e);
        if (e.code() == ErrorCode.ACS_THROTTLED) {
          waiting.clear();
        }
      } catch (RuntimeException | Error e) {
        waiting.clear();
        throw e;
      }
    }
  }

  private static void await(CompletableFuture<?>[] workers) {
    try {
      CompletableFuture.allOf(workers).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }
}
