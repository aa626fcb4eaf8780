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

/** A user has one identity, whichever requests create it and whichever calls fail. */
class CreationRacesTest {

  private static final int CALLERS = 50;

  private final DomainFixture fixture = new DomainFixture();
  private final RequestContext context = fixture.context;

  @Test
  void manyCallersAtOnceGetOneIdentity() throws Exception {
    List<Identities.EnsureResult> replies =
        atOnce(() -> fixture.othersIdentities.ensure(ALICE, context));

    Set<CommunicationUserId> ids = new HashSet<>();
    replies.forEach(reply -> ids.add(reply.mapping().communicationUserId()));
    assertEquals(Set.of(fixture.stored(ALICE).communicationUserId()), ids);
    assertEquals(1, replies.stream().filter(Identities.EnsureResult::isNew).count());
    fixture.assertTidy(ALICE);
  }

  @Test
  void manyTokensAtOnceAreOfOneIdentity() throws Exception {
    List<Tokens.IssueResult> replies =
        atOnce(() -> fixture.othersTokens.issue(ALICE, TokenRequest.DEFAULT, context));

    Set<CommunicationUserId> ids = new HashSet<>();
    replies.forEach(reply -> ids.add(reply.mapping().communicationUserId()));
    assertEquals(Set.of(fixture.stored(ALICE).communicationUserId()), ids);
    assertEquals(1, replies.stream().filter(Tokens.IssueResult::identityIsNew).count());
    assertTrue(replies.stream().allMatch(reply -> fixture.acs.isValid(reply.token())));
    fixture.assertTidy(ALICE);
  }

  @Test
  void whoIsSlowerDeletesItsOwnIdentityAndTakesTheOther() {
    fixture.script.after("acs.create", fixture::given);

    var ensured = fixture.identities.ensure(ALICE, context);

    assertFalse(ensured.isNew());
    assertEquals(2, fixture.acs.identitiesMade());
    assertEquals(fixture.stored(ALICE), ensured.mapping());
    fixture.assertTidy(ALICE);
  }

  @Test
  void whoIsSlowerGivesNoTokenOfItsOwnIdentity() {
    fixture.script.after("acs.createWithToken", fixture::given);

    var issued = fixture.tokens.issue(ALICE, TokenRequest.DEFAULT, context);

    assertFalse(issued.identityIsNew());
    assertEquals(fixture.stored(ALICE), issued.mapping());
    assertTrue(fixture.acs.isValid(issued.token()));
    fixture.assertTidy(ALICE);
  }

  @Test
  void whoIsSlowerAndCannotDeleteItsIdentityLeavesARecordOfIt() {
    fixture.script.after("acs.create", fixture::given);
    fixture.script.before("acs.delete", FaultScript.failing(ErrorCode.ACS_UNAVAILABLE));

    var ensured = fixture.identities.ensure(ALICE, context);

    Set<CommunicationUserId> lost = new HashSet<>(fixture.acs.live());
    lost.remove(ensured.mapping().communicationUserId());
    assertEquals(1, lost.size());
    assertEquals(lost, fixture.table.pending());
  }

  @Test
  void anInsertionWhoseReplyIsLostIsSettledByReading() {
    fixture.script.after("map", FaultScript.failing(ErrorCode.STORAGE_UNAVAILABLE));

    var ensured = fixture.identities.ensure(ALICE, context);

    assertTrue(ensured.isNew());
    assertEquals(1, fixture.acs.identitiesMade());
    fixture.assertTidy(ALICE);
  }

  @Test
  void anInsertionThatMeetsItsOwnFirstAttemptHasSucceeded() {
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
  void anInsertionThatFailsAfterSomebodyElsesIsLost() {
    fixture.script.before(
        "map",
        () -> {
          fixture.given();
          FaultScript.failing(ErrorCode.STORAGE_UNAVAILABLE).run();
        });

    var ensured = fixture.identities.ensure(ALICE, context);

    assertFalse(ensured.isNew());
    fixture.assertTidy(ALICE);
  }

  @Test
  void anInsertionThatFailsLeavesARecordOfTheIdentity() {
    fixture.script.before("map", FaultScript.failing(ErrorCode.STORAGE_UNAVAILABLE));

    assertEquals(ErrorCode.STORAGE_UNAVAILABLE, failureOfCreation());

    assertFalse(fixture.isStored(ALICE));
    assertEquals(1, fixture.acs.live().size());
    assertEquals(fixture.acs.live(), fixture.table.pending());
  }

  @Test
  void anInsertionThatNobodyCanReadBackLeavesARecordOfTheIdentity() {
    fixture.script.after(
        "map",
        () -> {
          fixture.script.before("find", FaultScript.failing(ErrorCode.STORAGE_UNAVAILABLE));
          FaultScript.failing(ErrorCode.STORAGE_UNAVAILABLE).run();
        });

    assertEquals(ErrorCode.STORAGE_UNAVAILABLE, failureOfCreation());

    assertEquals(fixture.acs.live(), fixture.table.pending());
  }

  @Test
  void anIdentityThatCannotBeRecordedIsDeletedAgain() {
    fixture.script.before("begin", FaultScript.failing(ErrorCode.STORAGE_UNAVAILABLE));

    assertEquals(ErrorCode.STORAGE_UNAVAILABLE, failureOfCreation());

    assertEquals(1, fixture.acs.identitiesMade());
    fixture.assertEmpty();
  }

  @Test
  void anIdentityIsNotMadeWhenNoTimeIsLeftToRecordIt() {
    var nanoTime = new AtomicLong();
    fixture.script.before("acs.create", () -> nanoTime.set(Duration.ofMillis(6500).toNanos()));

    assertEquals(ErrorCode.ACS_UNAVAILABLE, failureOfCreation(aBudgetOn(nanoTime)));

    assertEquals(0, fixture.acs.identitiesMade());
  }

  @Test
  void recordingAnIdentityLeavesTimeToDeleteIt() {
    var nanoTime = new AtomicLong();
    fixture.script.before("begin", () -> nanoTime.set(Duration.ofMillis(7500).toNanos()));

    assertEquals(ErrorCode.STORAGE_UNAVAILABLE, failureOfCreation(aBudgetOn(nanoTime)));

    assertEquals(1, fixture.acs.identitiesMade());
    fixture.assertEmpty();
  }

  @Test
  void aReverseRowThatCannotBeWrittenFailsTheCreationAndLeavesARecord() {
    fixture.script.before("putOwner", FaultScript.failing(ErrorCode.STORAGE_UNAVAILABLE));

    assertEquals(ErrorCode.STORAGE_UNAVAILABLE, failureOfCreation());

    assertFalse(fixture.isStored(ALICE));
    assertEquals(fixture.acs.live(), fixture.table.pending());
  }

  @Test
  void aCreationThatDoesNotLearnWhetherItsRecordIsItsOwnFailsAndIsThereNextTime() {
    fixture.script.before("complete", FaultScript.failing(ErrorCode.STORAGE_UNAVAILABLE));

    assertEquals(ErrorCode.STORAGE_UNAVAILABLE, failureOfCreation());

    var ensured = fixture.identities.ensure(ALICE, context);
    assertFalse(ensured.isNew());
    assertEquals(Set.of(ensured.mapping().communicationUserId()), fixture.acs.live());
    assertEquals(fixture.acs.live(), fixture.table.pending());
  }

  @Test
  void aCreationWhoseRecordSomebodyElseTookOverGivesItsIdentityUpAndMakesAnother() {
    fixture.script.after(
        "map",
        () -> fixture.table.begin(PendingChange.Kind.IDENTITY, fixture.stored(ALICE), context));

    var ensured = fixture.identities.ensure(ALICE, context);

    assertTrue(ensured.isNew());
    assertEquals(2, fixture.acs.identitiesMade());
    fixture.assertTidy(ALICE);
  }

  @Test
  void aCreationDoesNotClearTheRecordOfADeletionThatOvertookIt() {
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
  void aCreationThatAcsFailsIsNotTriedAgain() {
    fixture.script.before("acs.create", FaultScript.failing(ErrorCode.ACS_UNAVAILABLE));

    assertEquals(ErrorCode.ACS_UNAVAILABLE, failureOfCreation());

    assertEquals(1, Collections.frequency(fixture.script.log(), "acs.create"));
    fixture.assertEmpty();
  }

  @Test
  void noIdentityIsMadeWhileTheTableCannotBeRead() {
    fixture.script.before("find", FaultScript.failing(ErrorCode.STORAGE_UNAVAILABLE));

    assertEquals(ErrorCode.STORAGE_UNAVAILABLE, failureOfCreation());

    assertEquals(List.of("find"), fixture.script.log());
  }

  @Test
  void aCreationAfterAFailedOneStartsAfresh() {
    fixture.script.before("map", FaultScript.failing(ErrorCode.STORAGE_UNAVAILABLE));
    failureOfCreation();

    var ensured = fixture.identities.ensure(ALICE, context);

    assertTrue(ensured.isNew());
    assertEquals(fixture.stored(ALICE), fixture.identities.get(ALICE, context));
  }

  @Test
  void aCreationThatNeverWinsGivesUpAndLeavesNothing() {
    loseEveryRound();

    assertEquals(ErrorCode.STORAGE_UNAVAILABLE, failureOfCreation());

    assertEquals(5, Collections.frequency(fixture.script.log(), "acs.create"));
    fixture.assertEmpty();
  }

  private void loseEveryRound() {
    fixture.script.before("map", fixture::given);
    fixture.script.after(
        "discard",
        () -> {
          fixture.othersIdentities.delete(ALICE, context);
          loseEveryRound();
        });
  }

  private ErrorCode failureOfCreation() {
    return failureOfCreation(context);
  }

  private ErrorCode failureOfCreation(RequestContext within) {
    return assertThrows(ServiceException.class, () -> fixture.identities.ensure(ALICE, within))
        .code();
  }

  private static RequestContext aBudgetOn(AtomicLong nanoTime) {
    return new RequestContext(
        Deadline.in(Duration.ofSeconds(8), nanoTime::get), RequestObserver.NONE);
  }

  private static <T> List<T> atOnce(Callable<T> call) throws Exception {
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
