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
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Mappings that lead nowhere: replaced by what creates, not found by the rest. */
class StaleMappingTest {

  private final Scene old = new Scene();
  private final Deadline deadline = old.deadline;

  @Nested
  class OfAnotherAcsResource {

    private final Scene scene = old.withOtherAcs();
    private final Mapping stale = old.given();

    @Test
    void isReplacedByACreation() {
      assertTrue(scene.identities.ensure(ALICE, deadline).isNew());

      assertReplaced();
    }

    @Test
    void isReplacedByAnIssue() {
      var issued = scene.tokens.issue(ALICE, TokenRequest.DEFAULT, deadline);

      assertTrue(issued.identityIsNew());
      assertTrue(scene.acs.isValid(issued.token()));
      assertReplaced();
    }

    @Test
    void isNotFoundByReading() {
      assertNotFound(() -> scene.identities.get(ALICE, deadline));

      assertUntouched();
    }

    @Test
    void isNotFoundByARefresh() {
      assertNotFound(() -> scene.tokens.refresh(ALICE, TokenRequest.DEFAULT, deadline));

      assertUntouched();
    }

    @Test
    void hasNothingToRevokeHere() {
      scene.tokens.revoke(ALICE, deadline);

      assertUntouched();
    }

    @Test
    void isDeletedWithoutACallToThisResource() {
      scene.identities.delete(ALICE, deadline);

      assertFalse(scene.steps.log().contains("acs.delete"));
      scene.assertEmpty();
    }

    @Test
    void isFinishedWithoutACallToThisResourceWhenItsDeletionWasInterrupted() {
      old.steps.before("acs.delete", Steps.failing(Failure.ACS_UNAVAILABLE));
      assertThrows(IdentityException.class, () -> old.identities.delete(ALICE, deadline));

      scene.identities.delete(ALICE, deadline);

      assertFalse(scene.steps.log().contains("acs.delete"));
      scene.assertEmpty();
    }

    @Test
    void isReplacedOnceByTwoAtATime() {
      scene.steps.before("markDeleting", () -> scene.othersIdentities.ensure(ALICE, deadline));

      var ensured = scene.identities.ensure(ALICE, deadline);

      assertFalse(ensured.isNew());
      assertEquals(Set.of(scene.stored(ALICE).communicationUserId()), scene.acs.live());
    }

    private void assertReplaced() {
      assertFalse(scene.stored(ALICE).isSameIdentityAs(stale));
      scene.assertTidy(ALICE);
    }

    private void assertUntouched() {
      assertEquals(List.of("find"), scene.steps.log());
      old.assertTidy(ALICE);
    }
  }

  @Nested
  class UnknownToAcs {

    private final Scene scene = old;
    private final Mapping stale = forgotten();

    @Test
    void isReplacedByAnIssue() {
      var issued = scene.tokens.issue(ALICE, TokenRequest.DEFAULT, deadline);

      assertTrue(issued.identityIsNew());
      assertFalse(issued.mapping().isSameIdentityAs(stale));
      assertTrue(scene.acs.isValid(issued.token()));
      scene.assertTidy(ALICE);
    }

    @Test
    void isNotFoundByARefreshAndRemoved() {
      assertNotFound(() -> scene.tokens.refresh(ALICE, TokenRequest.DEFAULT, deadline));

      assertEquals(1, scene.acs.identitiesMade());
      scene.assertEmpty();
    }

    @Test
    void hasNothingToRevoke() {
      scene.tokens.revoke(ALICE, deadline);

      assertEquals(List.of("find", "acs.revokeTokens"), scene.steps.log());
    }

    private Mapping forgotten() {
      Mapping given = scene.given();
      scene.acs.delete(given.communicationUserId(), deadline);
      return given;
    }
  }

  private static void assertNotFound(Runnable call) {
    assertEquals(
        Failure.IDENTITY_NOT_FOUND, assertThrows(IdentityException.class, call::run).failure());
  }
}
