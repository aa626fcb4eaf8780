package dev.acstoken.identity.protocol;

import static dev.acstoken.identity.protocol.DomainFixture.ALICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.TokenRequest;
import dev.acstoken.identity.protocol.Recovery.RecoveryResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Verifies that the recovery completes interrupted changes and deletes orphaned identities. */
class RecoveryTest {
  private static final RecoveryResult ONE_COMPLETED = new RecoveryResult(1, 0);
  private static final RecoveryResult ONE_REMAINING = new RecoveryResult(0, 1);

  private final DomainFixture fixture = new DomainFixture();
  private final RequestContext context = fixture.context;

  @Test
  void aChangeWithinTheGracePeriodIsIgnored() {
    interruptCreation();

    assertEquals(RecoveryResult.NOTHING, recoverAt(DomainFixture.NOW.plus(Recovery.GRACE_PERIOD)));

    assertEquals(1, fixture.acs.live().size());
  }

  @Test
  void anOrphanedIdentityIsDeleted() {
    interruptCreation();

    assertEquals(ONE_COMPLETED, recover());

    fixture.assertEmpty();
  }

  @Test
  void anIdentityThatLostARaceIsDeletedLater() {
    fixture.script.before(
        "map",
        () -> {
          fixture.given();
          fixture.script.before("acs.delete", FaultScript.failing(ErrorCode.ACS_UNAVAILABLE));
        });
    fixture.identities.ensure(ALICE, context);
    assertEquals(2, fixture.acs.live().size());

    assertEquals(ONE_COMPLETED, recover());

    fixture.assertTidy(ALICE);
  }

  @Test
  void anInterruptedDeletionIsCompleted() {
    fixture.given();
    fixture.script.before("acs.delete", FaultScript.failing(ErrorCode.ACS_UNAVAILABLE));
    assertThrows(ServiceException.class, () -> fixture.identities.delete(ALICE, context));

    assertEquals(ONE_COMPLETED, recover());

    fixture.assertEmpty();
  }

  @Test
  void aMappedIdentityIsKept() {
    fixture.script.before("complete", FaultScript.failing(ErrorCode.STORAGE_UNAVAILABLE));
    assertThrows(ServiceException.class, () -> fixture.identities.ensure(ALICE, context));

    assertEquals(ONE_COMPLETED, recover());

    fixture.assertTidy(ALICE);
  }

  @Test
  void aChangeThatCannotBeCompletedRemainsForTheNextRun() {
    interruptCreation();
    fixture.script.before("acs.delete", FaultScript.failing(ErrorCode.ACS_UNAVAILABLE));

    assertEquals(ONE_REMAINING, recover());
    assertEquals(ONE_COMPLETED, recover());

    fixture.assertEmpty();
  }

  @Test
  void onlyOneOfTwoConcurrentRunsDoesTheWork() {
    interruptCreation();
    fixture.script.before("claim", () -> assertEquals(ONE_COMPLETED, recover()));

    assertEquals(ONE_REMAINING, recover());

    fixture.assertEmpty();
  }

  @Test
  void noTokenIsReleasedForAnIdentityThatRecoveryDeleted() {
    fixture.script.before("map", () -> assertEquals(ONE_COMPLETED, recover()));

    var issued = fixture.tokens.issue(ALICE, TokenRequest.DEFAULT, context);

    assertEquals(2, fixture.acs.identitiesCreated());
    assertTrue(fixture.acs.isValid(issued.token()));
    fixture.assertTidy(ALICE);
  }

  @Test
  void aChangeOfAnotherResourceRemains() {
    interruptCreation();

    assertEquals(ONE_REMAINING, recover(fixture.withOtherAcs()));

    assertEquals(1, fixture.acs.live().size());
    assertEquals(1, fixture.table.pending().size());
  }

  @Test
  void aRevocationThatAcsDidNotConfirmIsCompletedLater() {
    var issued = fixture.othersTokens.issue(ALICE, TokenRequest.DEFAULT, context);
    fixture.script.before("acs.revokeTokens", FaultScript.failing(ErrorCode.ACS_UNAVAILABLE));
    assertThrows(ServiceException.class, () -> fixture.tokens.revoke(ALICE, context));
    assertTrue(fixture.acs.isValid(issued.token()));

    assertEquals(ONE_COMPLETED, recover());

    assertFalse(fixture.acs.isValid(issued.token()));
    fixture.assertTidy(ALICE);
  }

  @Test
  void aRevocationOfAnIdentityThatWasDeletedMeanwhileIsDropped() {
    fixture.given();
    fixture.script.before("acs.revokeTokens", FaultScript.failing(ErrorCode.ACS_UNAVAILABLE));
    assertThrows(ServiceException.class, () -> fixture.tokens.revoke(ALICE, context));
    fixture.othersIdentities.delete(ALICE, context);

    assertEquals(ONE_COMPLETED, recover());

    fixture.assertEmpty();
  }

  @Test
  void aChangeOfAGivenUpResourceIsDiscardedWithoutADeletion() {
    interruptCreation();
    var other = fixture.withAcsThatReplacesTheFirst();

    assertEquals(ONE_COMPLETED, recover(other));

    assertEquals(1, fixture.acs.live().size());
    assertEquals(Set.of(), fixture.table.pending());
  }

  @Test
  void anUnreadableIntentLogFailsTheRun() {
    fixture.script.before("findStale", FaultScript.failing(ErrorCode.STORAGE_UNAVAILABLE));

    assertThrows(ServiceException.class, this::recover);
    assertFalse(fixture.script.log().contains("claim"));
    assertEquals(List.of("findStale"), fixture.script.log());
  }

  private void interruptCreation() {
    fixture.script.before("map", FaultScript.failing(ErrorCode.STORAGE_UNAVAILABLE));
    assertThrows(ServiceException.class, () -> fixture.identities.ensure(ALICE, context));
    fixture.script.clearLog();
  }

  private RecoveryResult recover() {
    return recover(fixture);
  }

  private RecoveryResult recover(DomainFixture target) {
    return recoverAt(target, DomainFixture.NOW.plus(Duration.ofHours(1)));
  }

  private RecoveryResult recoverAt(Instant now) {
    return recoverAt(fixture, now);
  }

  private RecoveryResult recoverAt(DomainFixture target, Instant now) {
    return target.scripted(InstantSource.fixed(now)).recovery().run(context);
  }
}
