package dev.acstoken.identity.protocol;

import static dev.acstoken.identity.protocol.DomainFixture.ALICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.User;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Verifies that one caller at a time works for a user while concurrent callers wait. */
class SingleFlightTest {
  private static final User BOB = new User("https://issuer.example", "bob");

  private final SingleFlight flights = new SingleFlight();
  private final RequestContext context = RequestContext.within(Duration.ofSeconds(30));
  private final CountDownLatch started = new CountDownLatch(1);
  private final CountDownLatch mayFinish = new CountDownLatch(1);

  @Test
  void concurrentCallersWaitAndRetry() throws Exception {
    var first = CompletableFuture.supplyAsync(() -> flights.run(ALICE, this::work, context));
    started.await();
    var second =
        CompletableFuture.supplyAsync(
            () -> flights.run(ALICE, () -> Optional.of("second"), context));
    mayFinish.countDown();

    assertEquals(Optional.of("first"), first.get());
    // The second caller runs its own work only if it arrived after the first had finished.
    second.get().ifPresent(it -> assertEquals("second", it));
    assertEquals(Optional.of("third"), flights.run(ALICE, () -> Optional.of("third"), context));
  }

  @Test
  void aWaitingCallerFailsAtItsDeadline() throws Exception {
    var first = CompletableFuture.supplyAsync(() -> flights.run(ALICE, this::work, context));
    started.await();

    var failure =
        assertThrows(
            ServiceException.class,
            () ->
                flights.run(
                    ALICE,
                    () -> Optional.of("second"),
                    RequestContext.within(Duration.ofMillis(20))));

    assertEquals(ErrorCode.ACS_UNAVAILABLE, failure.code());
    mayFinish.countDown();
    assertEquals(Optional.of("first"), first.get());
  }

  @Test
  void callersForAnotherUserDoNotWait() throws Exception {
    var first = CompletableFuture.supplyAsync(() -> flights.run(ALICE, this::work, context));
    started.await();

    assertEquals(Optional.of("bob"), flights.run(BOB, () -> Optional.of("bob"), context));

    mayFinish.countDown();
    assertEquals(Optional.of("first"), first.get());
  }

  @Test
  void onlyWaitingCallersShareAFailure() throws Exception {
    var first =
        CompletableFuture.supplyAsync(
            () ->
                flights.run(
                    ALICE,
                    () -> {
                      var unused = work();
                      throw new ServiceException(
                          ErrorCode.ACS_THROTTLED, "Busy.", Duration.ofSeconds(7));
                    },
                    context));
    started.await();
    var waiting = new CompletableFuture<ServiceException>();
    var second = new Thread(() -> waiting.complete(failureOf(() -> "second")));
    second.start();
    while (second.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    mayFinish.countDown();

    assertThrows(Exception.class, first::get);
    assertEquals(ErrorCode.ACS_THROTTLED, waiting.get().code());
    assertEquals(Optional.of(Duration.ofSeconds(7)), waiting.get().retryAfter());
    assertEquals(Optional.of("next"), flights.run(ALICE, () -> Optional.of("next"), context));
  }

  private ServiceException failureOf(java.util.function.Supplier<String> work) {
    return assertThrows(
        ServiceException.class, () -> flights.run(ALICE, () -> Optional.of(work.get()), context));
  }

  private Optional<String> work() {
    started.countDown();
    try {
      mayFinish.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.of("first");
  }
}
