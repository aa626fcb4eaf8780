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

class SingleFlightTest {
  private static final User BOB = new User("https://issuer.example", "bob");

  private final SingleFlight flights = new SingleFlight();
  private final RequestContext context = RequestContext.within(Duration.ofSeconds(30));
  private final CountDownLatch working = new CountDownLatch(1);
  private final CountDownLatch mayEnd = new CountDownLatch(1);

  @Test
  void whoComesMeanwhileWaitsAndIsSentToLookAgain() throws Exception {
    var first = CompletableFuture.supplyAsync(() -> flights.run(ALICE, this::work, context));
    working.await();
    var second =
        CompletableFuture.supplyAsync(
            () -> flights.run(ALICE, () -> Optional.of("second"), context));
    mayEnd.countDown();

    assertEquals(Optional.of("first"), first.get());
    // Only if it came after the end was it let in itself.
    second.get().ifPresent(it -> assertEquals("second", it));
    assertEquals(Optional.of("third"), flights.run(ALICE, () -> Optional.of("third"), context));
  }

  @Test
  void whoComesMeanwhileWaitsNoLongerThanItsDeadline() throws Exception {
    var first = CompletableFuture.supplyAsync(() -> flights.run(ALICE, this::work, context));
    working.await();

    var failure =
        assertThrows(
            ServiceException.class,
            () ->
                flights.run(
                    ALICE,
                    () -> Optional.of("second"),
                    RequestContext.within(Duration.ofMillis(20))));

    assertEquals(ErrorCode.ACS_UNAVAILABLE, failure.code());
    mayEnd.countDown();
    assertEquals(Optional.of("first"), first.get());
  }

  @Test
  void anotherUserDoesNotWait() throws Exception {
    var first = CompletableFuture.supplyAsync(() -> flights.run(ALICE, this::work, context));
    working.await();

    assertEquals(Optional.of("bob"), flights.run(BOB, () -> Optional.of("bob"), context));

    mayEnd.countDown();
    assertEquals(Optional.of("first"), first.get());
  }

  @Test
  void aFailureIsSharedByThoseWhoWaitAndEndsThere() throws Exception {
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
    working.await();
    var waiting = new CompletableFuture<ServiceException>();
    var second = new Thread(() -> waiting.complete(failureOf(() -> "second")));
    second.start();
    while (second.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    mayEnd.countDown();

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
    working.countDown();
    try {
      mayEnd.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.of("first");
  }
}
