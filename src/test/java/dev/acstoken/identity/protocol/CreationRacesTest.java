package dev.acstoken.identity.protocol;

import static dev.acstoken.identity.protocol.DomainFixture.ALICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.RequestObserver;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.TokenRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Verifies with readable examples that a user gets one identity when requests race or calls fail.
 *
 * <p>The model checker covers the same protocol exhaustively; these examples explain it.
 */
class CreationRacesTest {

  private static final int CALLERS = 50;

  private final DomainFixture fixture = new DomainFixture();
  private final RequestContext context = fixture.context;

  @Test
  void concurrentCallersGetOneIdentity() throws Exception {
    List<Identities.EnsureResult> results =
        concurrently(() -> fixture.othersIdentities.ensure(ALICE, context));

    Set<CommunicationUserId> ids = new HashSet<>();
    results.forEach(result -> ids.add(result.mapping().communicationUserId()));
    assertEquals(Set.of(fixture.stored(ALICE).communicationUserId()), ids);
    assertEquals(1, results.stream().filter(Identities.EnsureResult::isNew).count());
    fixture.assertTidy(ALICE);
  }

  @Test
  void theLoserOfARaceDeletesItsIdentityAndIssuesATokenForTheWinners() {
    fixture.script.after("acs.createWithToken", fixture::given);

    var issued = fixture.tokens.issue(ALICE, TokenRequest.DEFAULT, context);

    assertFalse(issued.identityIsNew());
    assertEquals(fixture.stored(ALICE), issued.mapping());
    assertTrue(fixture.acs.isValid(issued.token()));
    fixture.assertTidy(ALICE);
  }

  @Test
  void anInsertWhoseResponseIsLostIsConfirmedByReadingTheRow() {
    fixture.script.after("map", FaultScript.failing(ErrorCode.STORAGE_UNAVAILABLE));

    var ensured = fixture.identities.ensure(ALICE, context);

    assertTrue(ensured.isNew());
    assertEquals(1, fixture.acs.identitiesCreated());
    fixture.assertTidy(ALICE);
  }

  @Test
  void aRetriedInsertThatFindsItsOwnRowHasSucceeded() {
    fixture.script.before(
        "map",
        () -> {
          var id = fixture.acs.live().iterator().next();
          var first = Mapping.active(ALICE, id, fixture.acs.endpoint(), DomainFixture.NOW);
          fixture.put(Account.blank(ALICE).withMapping(first));
        });

    var ensured = fixture.identities.ensure(ALICE, context);

    assertTrue(ensured.isNew());
    fixture.assertTidy(ALICE);
  }

  @Test
  void noIdentityIsCreatedWithoutTimeToRecordIt() {
    var nanoTime = new AtomicLong();
    fixture.script.before("acs.create", () -> nanoTime.set(Duration.ofMillis(6500).toNanos()));

    assertEquals(ErrorCode.ACS_UNAVAILABLE, failureOfCreation(budgetOn(nanoTime)));

    assertEquals(0, fixture.acs.identitiesCreated());
  }

  @Test
  void recordingAnIdentityLeavesTimeToDeleteIt() {
    var nanoTime = new AtomicLong();
    fixture.script.before("begin", () -> nanoTime.set(Duration.ofMillis(7500).toNanos()));

    assertEquals(ErrorCode.STORAGE_UNAVAILABLE, failureOfCreation(budgetOn(nanoTime)));

    assertEquals(1, fixture.acs.identitiesCreated());
    fixture.assertEmpty();
  }

  @Test
  void aCreationWhosePendingChangeWasClaimedStartsOver() {
    fixture.script.after(
        "map",
        () -> fixture.table.begin(PendingChange.Kind.IDENTITY, fixture.stored(ALICE), context));

    var ensured = fixture.identities.ensure(ALICE, context);

    assertTrue(ensured.isNew());
    assertEquals(2, fixture.acs.identitiesCreated());
    fixture.assertTidy(ALICE);
  }

  @Test
  void aCreationDoesNotRemoveThePendingChangeOfADeletion() {
    fixture.script.after(
        "map",
        () -> {
          fixture.table.begin(PendingChange.Kind.IDENTITY, fixture.stored(ALICE), context);
          fixture.markDeleting();
        });

    fixture.identities.ensure(ALICE, context);

    fixture.assertTidy(ALICE);
  }

  @Test
  void noIdentityIsCreatedWhileTheTableCannotBeRead() {
    fixture.script.before("find", FaultScript.failing(ErrorCode.STORAGE_UNAVAILABLE));

    assertEquals(ErrorCode.STORAGE_UNAVAILABLE, failureOfCreation());

    assertEquals(List.of("find"), fixture.script.log());
  }

  @Test
  void aCreationThatLosesEveryAttemptFailsAndLeavesNothing() {
    loseEveryAttempt();

    assertEquals(ErrorCode.STORAGE_UNAVAILABLE, failureOfCreation());

    assertEquals(5, Collections.frequency(fixture.script.log(), "acs.create"));
    fixture.assertEmpty();
  }

  private void loseEveryAttempt() {
    fixture.script.before("map", fixture::given);
    fixture.script.after(
        "discard",
        () -> {
          fixture.othersIdentities.delete(ALICE, context);
          loseEveryAttempt();
        });
  }

  private ErrorCode failureOfCreation() {
    return failureOfCreation(context);
  }

  private ErrorCode failureOfCreation(RequestContext within) {
    return assertThrows(ServiceException.class, () -> fixture.identities.ensure(ALICE, within))
        .code();
  }

  private static RequestContext budgetOn(AtomicLong nanoTime) {
    return new RequestContext(
        Deadline.in(Duration.ofSeconds(8), nanoTime::get), RequestObserver.NONE);
  }

  private static <T> List<T> concurrently(Callable<T> call) throws Exception {
    var start = new CyclicBarrier(CALLERS);
    var threads = Executors.newFixedThreadPool(CALLERS);
    try {
      List<Future<T>> futures =
          threads.invokeAll(
              Collections.nCopies(
                  CALLERS,
                  () -> {
                    start.await();
                    return call.call();
                  }));
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }
}
