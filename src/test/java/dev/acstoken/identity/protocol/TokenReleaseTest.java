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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What changes between ACS's answer and the reply keeps the token back. */
class TokenReleaseTest {

  private static final TokenRequest CHAT_AND_VOIP =
      new TokenRequest(Optional.of(Set.of(TokenScope.values())), Optional.empty());

  private final Scene scene = new Scene();
  private final Deadline deadline = scene.deadline;

  private void meanwhile(Runnable action) {
    scene.steps.after("acs.issueToken", action);
  }

  @BeforeEach
  void aliceHasAnIdentity() {
    scene.given();
  }

  @Test
  void aRefreshThatADeletionOvertakesFindsNobody() {
    meanwhile(() -> scene.othersIdentities.delete(ALICE, deadline));

    assertEquals(Failure.IDENTITY_NOT_FOUND, failureOfRefresh());

    scene.assertEmpty();
  }

  @Test
  void aRefreshThatAnUnfinishedDeletionOvertakesFinishesIt() {
    meanwhile(scene::markDeleting);

    assertEquals(Failure.IDENTITY_NOT_FOUND, failureOfRefresh());

    scene.assertEmpty();
  }

  @Test
  void aRefreshThatADeletionAndACreationOvertakeIsOfTheNewIdentity() {
    meanwhile(
        () -> {
          scene.othersIdentities.delete(ALICE, deadline);
          scene.given();
        });

    var refreshed = scene.tokens.refresh(ALICE, TokenRequest.DEFAULT, deadline);

    assertEquals(scene.stored(ALICE), refreshed.mapping());
    assertTrue(scene.acs.isValid(refreshed.token()));
    scene.assertTidy(ALICE);
  }

  @Test
  void anIssueThatADeletionOvertakesIsOfANewIdentity() {
    Mapping before = scene.stored(ALICE);
    meanwhile(() -> scene.othersIdentities.delete(ALICE, deadline));

    var issued = scene.tokens.issue(ALICE, TokenRequest.DEFAULT, deadline);

    assertTrue(issued.identityIsNew());
    assertFalse(issued.mapping().isSameIdentityAs(before));
    assertTrue(scene.acs.isValid(issued.token()));
    scene.assertTidy(ALICE);
  }

  @Test
  void aScopeThatIsTakenAwayMeanwhileIsNotGiven() {
    meanwhile(() -> scene.allow(TokenScope.CHAT));

    assertEquals(
        Failure.SCOPE_NOT_ALLOWED,
        assertThrows(
                IdentityException.class, () -> scene.tokens.refresh(ALICE, CHAT_AND_VOIP, deadline))
            .failure());
  }

  @Test
  void aDefaultThatChangesMeanwhileIsDecidedAfresh() {
    meanwhile(() -> scene.allow(TokenScope.CHAT));

    var refreshed = scene.tokens.refresh(ALICE, TokenRequest.DEFAULT, deadline);

    assertEquals(Set.of(TokenScope.CHAT), refreshed.scopes());
    assertEquals(
        List.of("find", "acs.issueToken", "find", "find", "acs.issueToken", "find"),
        scene.steps.log());
  }

  @Test
  void aUserWhoIsBlockedMeanwhileGetsNothing() {
    meanwhile(() -> scene.allow());

    assertEquals(Failure.SCOPE_NOT_ALLOWED, failureOfRefresh());
  }

  @Test
  void aTokenWhoseMappingCannotBeReadAgainIsNotGiven() {
    meanwhile(() -> scene.steps.before("find", Steps.failing(Failure.STORAGE_UNAVAILABLE)));

    assertEquals(Failure.STORAGE_UNAVAILABLE, failureOfRefresh());
  }

  @Test
  void aPolicyThatNeverRestsIsGivenUpOn() {
    changePolicyEachTime(true);

    assertEquals(Failure.STORAGE_UNAVAILABLE, failureOfRefresh());
  }

  @Test
  void theFirstTokenOfAnIdentityThatIsDeletedMeanwhileIsNotGiven() {
    scene.othersIdentities.delete(ALICE, deadline);
    scene.steps.after("map", () -> scene.othersIdentities.delete(ALICE, deadline));

    var issued = scene.tokens.issue(ALICE, TokenRequest.DEFAULT, deadline);

    assertEquals(3, scene.acs.identitiesMade());
    assertTrue(scene.acs.isValid(issued.token()));
    scene.assertTidy(ALICE);
  }

  private void changePolicyEachTime(boolean chat) {
    meanwhile(
        () -> {
          scene.allow(chat ? TokenScope.CHAT : TokenScope.VOIP);
          changePolicyEachTime(!chat);
        });
  }

  private Failure failureOfRefresh() {
    return assertThrows(
            IdentityException.class,
            () -> scene.tokens.refresh(ALICE, TokenRequest.DEFAULT, deadline))
        .failure();
  }
}
