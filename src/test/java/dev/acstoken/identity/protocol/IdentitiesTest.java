package dev.acstoken.identity.protocol;

import static dev.acstoken.identity.protocol.Scene.ALICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.Failure;
import dev.acstoken.identity.IdentityException;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.TokenRequest;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.User;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdentitiesTest {

  private final Scene scene = new Scene();
  private final Deadline deadline = scene.deadline;

  @Test
  void aUserGetsAnIdentity() {
    var ensured = scene.identities.ensure(ALICE, deadline);

    assertTrue(ensured.isNew());
    assertEquals(ALICE, ensured.mapping().user());
    assertEquals(scene.acs.endpoint(), ensured.mapping().acsEndpoint());
    assertEquals(Instant.parse("2026-11-20T09:30:00.123Z"), ensured.mapping().createdOn());
    assertEquals(Optional.empty(), scene.account(ALICE).allowedScopes());
    scene.assertTidy(ALICE);
  }

  @Test
  void aUserWhoHasAnIdentityKeepsIt() {
    var first = scene.identities.ensure(ALICE, deadline);
    scene.steps.forgetLog();

    var second = scene.identities.ensure(ALICE, deadline);

    assertFalse(second.isNew());
    assertEquals(first.mapping().communicationUserId(), second.mapping().communicationUserId());
    assertEquals(List.of("find"), scene.steps.log());
    scene.assertTidy(ALICE);
  }

  @Test
  void theSameIdOfTwoIssuersIsTwoUsers() {
    var other = new User("https://other.example", ALICE.id());

    scene.identities.ensure(ALICE, deadline);
    scene.identities.ensure(other, deadline);

    assertEquals(2, scene.acs.live().size());
    scene.assertTidy(ALICE, other);
  }

  @Test
  void aNewIdentityIsRecordedAsUnsettledUntilItsRowsStand() {
    scene.identities.ensure(ALICE, deadline);

    assertEquals(
        List.of("find", "find", "acs.create", "recordUnsettled", "insertReverse", "map", "settle"),
        scene.steps.log());
  }

  @Test
  void theReverseRowNamesTheUserFromTheMomentTheMappingStands() {
    scene.steps.after(
        "map",
        () ->
            assertEquals(
                Optional.of(ALICE),
                scene.table.findUser(scene.stored(ALICE).communicationUserId(), deadline)));

    scene.identities.ensure(ALICE, deadline);

    assertFalse(scene.steps.log().isEmpty());
  }

  @Test
  void theMappingIsRead() {
    Mapping given = scene.given();

    assertEquals(
        given.communicationUserId(), scene.identities.get(ALICE, deadline).communicationUserId());
    assertEquals(List.of("find"), scene.steps.log());
  }

  @Test
  void aUserWithoutIdentityIsNotFound() {
    var thrown = assertThrows(IdentityException.class, () -> scene.identities.get(ALICE, deadline));

    assertEquals(Failure.IDENTITY_NOT_FOUND, thrown.failure());
  }

  @Test
  void deletionLeavesNothing() {
    var issued = scene.othersTokens.issue(ALICE, TokenRequest.DEFAULT, deadline);

    scene.identities.delete(ALICE, deadline);

    assertFalse(scene.acs.isValid(issued.token()));
    scene.assertEmpty();
  }

  @Test
  void aDeletionIsMarkedBeforeAcsHearsOfItAndTheRowsGoAfterwards() {
    scene.given();

    scene.identities.delete(ALICE, deadline);

    assertEquals(
        List.of(
            "find",
            "recordUnsettled",
            "markDeleting",
            "acs.delete",
            "removeReverse",
            "unmap",
            "forget"),
        scene.steps.log());
  }

  @Test
  void deletingNobodySucceeds() {
    scene.identities.delete(ALICE, deadline);

    assertEquals(List.of("find"), scene.steps.log());
    scene.assertEmpty();
  }

  @Test
  void deletingAnIdentityThatAcsNoLongerKnowsSucceeds() {
    scene.acs.delete(scene.given().communicationUserId(), deadline);

    scene.identities.delete(ALICE, deadline);

    scene.assertEmpty();
  }

  @Test
  void afterADeletionAUserGetsAnotherIdentity() {
    Mapping first = scene.given();
    scene.identities.delete(ALICE, deadline);

    var second = scene.identities.ensure(ALICE, deadline);

    assertTrue(second.isNew());
    assertFalse(second.mapping().isSameIdentityAs(first));
    scene.assertTidy(ALICE);
  }

  @Test
  void aDeletionDuringADeletionDisturbsNobody() {
    scene.given();
    scene.steps.before("markDeleting", () -> scene.othersIdentities.delete(ALICE, deadline));

    scene.identities.delete(ALICE, deadline);

    assertFalse(scene.isStored(ALICE));
    assertEquals(Set.of(), scene.acs.live());
  }

  @Test
  void aDeletionTakesTheIdentityThatAUserGotMeanwhileToo() {
    scene.given();
    scene.steps.before(
        "markDeleting",
        () -> {
          scene.othersIdentities.delete(ALICE, deadline);
          scene.given();
        });

    scene.identities.delete(ALICE, deadline);

    assertFalse(scene.isStored(ALICE));
    assertEquals(Set.of(), scene.acs.live());
  }

  @Test
  void aDeletionSurvivesAPolicyThatChangesMeanwhile() {
    scene.given();
    scene.steps.before("markDeleting", () -> scene.allow(TokenScope.CHAT));

    scene.identities.delete(ALICE, deadline);

    scene.assertEmpty();
  }

  @Test
  void aFinishedDeletionDoesNotTouchTheNextIdentity() {
    scene.given();
    scene.steps.before(
        "acs.delete",
        () -> {
          scene.othersIdentities.delete(ALICE, deadline);
          scene.given();
        });

    scene.identities.delete(ALICE, deadline);

    scene.assertTidy(ALICE);
  }

  @Test
  void aDeletionFailsWithAcsAndIsThereToBeFinished() {
    Mapping given = scene.given();
    scene.steps.before("acs.delete", Steps.failing(Failure.ACS_UNAVAILABLE));

    var thrown =
        assertThrows(IdentityException.class, () -> scene.identities.delete(ALICE, deadline));

    assertEquals(Failure.ACS_UNAVAILABLE, thrown.failure());
    assertEquals(Mapping.State.DELETING, scene.stored(ALICE).state());
    assertEquals(Set.of(given.communicationUserId()), scene.table.unsettled());
  }
}
