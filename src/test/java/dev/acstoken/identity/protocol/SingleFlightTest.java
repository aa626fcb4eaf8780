package dev.acstoken.identity.protocol;

import static dev.acstoken.identity.protocol.Scene.ALICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.Failure;
import dev.acstoken.identity.IdentityException;
import dev.acstoken.identity.User;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class SingleFlightTest {
  private static final User BOB = new User("https://issuer.example", "bob");

  private final SingleFlight flights = new SingleFlight();
  private final Deadline deadline = Deadline.in(Duration.ofSeconds(30));
  private final CountDownLatch working = new CountDownLatch(1);
  private final CountDownLatch mayEnd = new CountDownLatch(1);

  @Test
  void whoComesMeanwhileWaitsAndIsSentToLookAgain() throws Exception {
    var first = CompletableFuture.supplyAsync(() -> flights.lead(ALICE, this::work, deadline));
    working.await();
    var second =
        CompletableFuture.supplyAsync(
            () -> flights.lead(ALICE, () -> Optional.of("second"), deadline));
    mayEnd.countDown();

    assertEquals(Optional.of("first"), first.get());
    // Only if it came after the end was it let in itself.
    second.get().ifPresent(it -> assertEquals("second", it));
    assertEquals(Optional.of("third"), flights.lead(ALICE, () -> Optional.of("third"), deadline));
  }

  @Test
  void whoComesMeanwhileWaitsNoLongerThanItsDeadline() throws Exception {
    var first = CompletableFuture.supplyAsync(() -> flights.lead(ALICE, this::work, deadline));
    working.await();

    var failure =
        assertThrows(
            IdentityException.class,
            () ->
                flights.lead(
                    ALICE, () -> Optional.of("second"), Deadline.in(Duration.ofMillis(20))));

    assertEquals(Failure.ACS_UNAVAILABLE, failure.failure());
    mayEnd.countDown();
    assertEquals(Optional.of("first"), first.get());
  }

  @Test
  void anotherUserDoesNotWait() throws Exception {
    var first = CompletableFuture.supplyAsync(() -> flights.lead(ALICE, this::work, deadline));
    working.await();

    assertEquals(Optional.of("bob"), flights.lead(BOB, () -> Optional.of("bob"), deadline));

    mayEnd.countDown();
    assertEquals(Optional.of("first"), first.get());
  }

  @Test
  void aFailureIsSharedByThoseWhoWaitAndEndsThere() throws Exception {
    var first =
        CompletableFuture.supplyAsync(
            () ->
                flights.lead(
                    ALICE,
                    () -> {
                      var unused = work();
                      throw new IdentityException(
                          Failure.ACS_THROTTLED, "Busy.", Duration.ofSeconds(7), null);
                    },
                    deadline));
    working.await();
    var waiting = new CompletableFuture<IdentityException>();
    var second = new Thread(() -> waiting.complete(failureOf(() -> "second")));
    second.start();
    while (second.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    mayEnd.countDown();

    assertThrows(Exception.class, first::get);
    assertEquals(Failure.ACS_THROTTLED, waiting.get().failure());
    assertEquals(Optional.of(Duration.ofSeconds(7)), waiting.get().retryAfter());
    assertEquals(Optional.of("next"), flights.lead(ALICE, () -> Optional.of("next"), deadline));
  }

  private IdentityException failureOf(java.util.function.Supplier<String> work) {
    return assertThrows(
        IdentityException.class,
        () -> flights.lead(ALICE, () -> Optional.of(work.get()), deadline));
  }

  private Optional<String> work() {
    working.countDown();
    try {
      mayEnd.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.of("first");
  }
}
