package dev.acstoken.identity.protocol;

import static dev.acstoken.identity.protocol.Scene.ALICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.Failure;
import dev.acstoken.identity.IdentityException;
import dev.acstoken.identity.Mapping;
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

/** One user, one identity, whoever creates it and whatever fails. */
class CreationRacesTest {

  private static final int CALLERS = 50;

  private final Scene scene = new Scene();
  private final Deadline deadline = scene.deadline;

  @Test
  void manyCallersAtOnceGetOneIdentity() throws Exception {
    List<Identities.Ensured> replies = atOnce(() -> scene.othersIdentities.ensure(ALICE, deadline));

    Set<CommunicationUserId> ids = new HashSet<>();
    replies.forEach(reply -> ids.add(reply.mapping().communicationUserId()));
    assertEquals(Set.of(scene.stored(ALICE).communicationUserId()), ids);
    assertEquals(1, replies.stream().filter(Identities.Ensured::isNew).count());
    scene.assertTidy(ALICE);
  }

  @Test
  void manyTokensAtOnceAreOfOneIdentity() throws Exception {
    List<Tokens.Issued> replies =
        atOnce(() -> scene.othersTokens.issue(ALICE, TokenRequest.DEFAULT, deadline));

    Set<CommunicationUserId> ids = new HashSet<>();
    replies.forEach(reply -> ids.add(reply.mapping().communicationUserId()));
    assertEquals(Set.of(scene.stored(ALICE).communicationUserId()), ids);
    assertEquals(1, replies.stream().filter(Tokens.Issued::identityIsNew).count());
    assertTrue(replies.stream().allMatch(reply -> scene.acs.isValid(reply.token())));
    scene.assertTidy(ALICE);
  }

  @Test
  void whoIsSlowerDeletesItsOwnIdentityAndTakesTheOther() {
    scene.steps.after("acs.create", scene::given);

    var ensured = scene.identities.ensure(ALICE, deadline);

    assertFalse(ensured.isNew());
    assertEquals(2, scene.acs.identitiesMade());
    assertEquals(scene.stored(ALICE), ensured.mapping());
    scene.assertTidy(ALICE);
  }

  @Test
  void whoIsSlowerGivesNoTokenOfItsOwnIdentity() {
    scene.steps.after("acs.createWithToken", scene::given);

    var issued = scene.tokens.issue(ALICE, TokenRequest.DEFAULT, deadline);

    assertFalse(issued.identityIsNew());
    assertEquals(scene.stored(ALICE), issued.mapping());
    assertTrue(scene.acs.isValid(issued.token()));
    scene.assertTidy(ALICE);
  }

  @Test
  void whoIsSlowerAndCannotDeleteItsIdentityLeavesARecordOfIt() {
    scene.steps.after("acs.create", scene::given);
    scene.steps.before("acs.delete", Steps.failing(Failure.ACS_UNAVAILABLE));

    var ensured = scene.identities.ensure(ALICE, deadline);

    Set<CommunicationUserId> lost = new HashSet<>(scene.acs.live());
    lost.remove(ensured.mapping().communicationUserId());
    assertEquals(1, lost.size());
    assertEquals(lost, scene.table.unsettled());
  }

  @Test
  void anInsertionWhoseReplyIsLostIsSettledByReading() {
    scene.steps.after("map", Steps.failing(Failure.STORAGE_UNAVAILABLE));

    var ensured = scene.identities.ensure(ALICE, deadline);

    assertTrue(ensured.isNew());
    assertEquals(1, scene.acs.identitiesMade());
    scene.assertTidy(ALICE);
  }

  @Test
  void anInsertionThatMeetsItsOwnFirstAttemptHasSucceeded() {
    scene.steps.before(
        "map",
        () -> {
          var id = scene.acs.live().iterator().next();
          var first = Mapping.active(ALICE, id, scene.acs.endpoint(), Scene.NOW);
          scene.put(Account.blank(ALICE).mappedTo(first));
        });

    var ensured = scene.identities.ensure(ALICE, deadline);

    assertTrue(ensured.isNew());
    scene.assertTidy(ALICE);
  }

  @Test
  void anInsertionThatFailsAfterSomebodyElsesIsLost() {
    scene.steps.before(
        "map",
        () -> {
          scene.given();
          Steps.failing(Failure.STORAGE_UNAVAILABLE).run();
        });

    var ensured = scene.identities.ensure(ALICE, deadline);

    assertFalse(ensured.isNew());
    scene.assertTidy(ALICE);
  }

  @Test
  void anInsertionThatFailsLeavesARecordOfTheIdentity() {
    scene.steps.before("map", Steps.failing(Failure.STORAGE_UNAVAILABLE));

    assertEquals(Failure.STORAGE_UNAVAILABLE, failureOfCreation());

    assertFalse(scene.isStored(ALICE));
    assertEquals(1, scene.acs.live().size());
    assertEquals(scene.acs.live(), scene.table.unsettled());
  }

  @Test
  void anInsertionThatNobodyCanReadBackLeavesARecordOfTheIdentity() {
    scene.steps.after(
        "map",
        () -> {
          scene.steps.before("find", Steps.failing(Failure.STORAGE_UNAVAILABLE));
          Steps.failing(Failure.STORAGE_UNAVAILABLE).run();
        });

    assertEquals(Failure.STORAGE_UNAVAILABLE, failureOfCreation());

    assertEquals(scene.acs.live(), scene.table.unsettled());
  }

  @Test
  void anIdentityThatCannotBeRecordedIsDeletedAgain() {
    scene.steps.before("recordUnsettled", Steps.failing(Failure.STORAGE_UNAVAILABLE));

    assertEquals(Failure.STORAGE_UNAVAILABLE, failureOfCreation());

    assertEquals(1, scene.acs.identitiesMade());
    scene.assertEmpty();
  }

  @Test
  void anIdentityIsNotMadeWhenNoTimeIsLeftToRecordIt() {
    var nanoTime = new AtomicLong();
    scene.steps.before("acs.create", () -> nanoTime.set(Duration.ofMillis(6500).toNanos()));

    assertEquals(Failure.ACS_UNAVAILABLE, failureOfCreation(aBudgetOn(nanoTime)));

    assertEquals(0, scene.acs.identitiesMade());
  }

  @Test
  void recordingAnIdentityLeavesTimeToDeleteIt() {
    var nanoTime = new AtomicLong();
    scene.steps.before("recordUnsettled", () -> nanoTime.set(Duration.ofMillis(7500).toNanos()));

    assertEquals(Failure.STORAGE_UNAVAILABLE, failureOfCreation(aBudgetOn(nanoTime)));

    assertEquals(1, scene.acs.identitiesMade());
    scene.assertEmpty();
  }

  @Test
  void aReverseRowThatCannotBeWrittenFailsTheCreationAndLeavesARecord() {
    scene.steps.before("insertReverse", Steps.failing(Failure.STORAGE_UNAVAILABLE));

    assertEquals(Failure.STORAGE_UNAVAILABLE, failureOfCreation());

    assertFalse(scene.isStored(ALICE));
    assertEquals(scene.acs.live(), scene.table.unsettled());
  }

  @Test
  void aCreationThatDoesNotLearnWhetherItsRecordIsItsOwnFailsAndIsThereNextTime() {
    scene.steps.before("settle", Steps.failing(Failure.STORAGE_UNAVAILABLE));

    assertEquals(Failure.STORAGE_UNAVAILABLE, failureOfCreation());

    var ensured = scene.identities.ensure(ALICE, deadline);
    assertFalse(ensured.isNew());
    assertEquals(Set.of(ensured.mapping().communicationUserId()), scene.acs.live());
    assertEquals(scene.acs.live(), scene.table.unsettled());
  }

  @Test
  void aCreationWhoseRecordSomebodyElseTookOverGivesItsIdentityUpAndMakesAnother() {
    scene.steps.after(
        "map",
        () -> scene.table.recordUnsettled(Unsettled.Change.LIFE, scene.stored(ALICE), deadline));

    var ensured = scene.identities.ensure(ALICE, deadline);

    assertTrue(ensured.isNew());
    assertEquals(2, scene.acs.identitiesMade());
    scene.assertTidy(ALICE);
  }

  @Test
  void aCreationDoesNotClearTheRecordOfADeletionThatOvertookIt() {
    scene.steps.after(
        "map",
        () -> {
          scene.table.recordUnsettled(Unsettled.Change.LIFE, scene.stored(ALICE), deadline);
          scene.markDeleting();
        });

    scene.identities.ensure(ALICE, deadline);

    scene.assertTidy(ALICE);
  }

  @Test
  void aCreationThatAcsFailsIsNotTriedAgain() {
    scene.steps.before("acs.create", Steps.failing(Failure.ACS_UNAVAILABLE));

    assertEquals(Failure.ACS_UNAVAILABLE, failureOfCreation());

    assertEquals(1, Collections.frequency(scene.steps.log(), "acs.create"));
    scene.assertEmpty();
  }

  @Test
  void noIdentityIsMadeWhileTheTableCannotBeRead() {
    scene.steps.before("find", Steps.failing(Failure.STORAGE_UNAVAILABLE));

    assertEquals(Failure.STORAGE_UNAVAILABLE, failureOfCreation());

    assertEquals(List.of("find"), scene.steps.log());
  }

  @Test
  void aCreationAfterAFailedOneStartsAfresh() {
    scene.steps.before("map", Steps.failing(Failure.STORAGE_UNAVAILABLE));
    failureOfCreation();

    var ensured = scene.identities.ensure(ALICE, deadline);

    assertTrue(ensured.isNew());
    assertEquals(scene.stored(ALICE), scene.identities.get(ALICE, deadline));
  }

  @Test
  void aCreationThatNeverWinsGivesUpAndLeavesNothing() {
    loseEveryRound();

    assertEquals(Failure.STORAGE_UNAVAILABLE, failureOfCreation());

    assertEquals(5, Collections.frequency(scene.steps.log(), "acs.create"));
    scene.assertEmpty();
  }

  private void loseEveryRound() {
    scene.steps.before("map", scene::given);
    scene.steps.after(
        "forget",
        () -> {
          scene.othersIdentities.delete(ALICE, deadline);
          loseEveryRound();
        });
  }

  private Failure failureOfCreation() {
    return failureOfCreation(deadline);
  }

  private Failure failureOfCreation(Deadline within) {
    return assertThrows(IdentityException.class, () -> scene.identities.ensure(ALICE, within))
        .failure();
  }

  private static Deadline aBudgetOn(AtomicLong nanoTime) {
    return Deadline.in(Duration.ofSeconds(8), nanoTime::get);
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
