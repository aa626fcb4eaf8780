package dev.acstoken.identity.protocol;

import static dev.acstoken.identity.protocol.DomainFixture.ALICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.identity.AccessPolicy;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.TokenRequest;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.User;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Verifies that identities are created, read and deleted, without and with concurrent requests. */
class IdentitiesTest {

  private static final Identities.Precondition IF_EXISTS = exists -> require(exists);
  private static final Identities.Precondition IF_ABSENT = exists -> require(!exists);

  private final DomainFixture fixture = new DomainFixture();
  private final RequestContext context = fixture.context;

  private static void require(boolean isMet) {
    if (!isMet) {
      throw new ServiceException(ErrorCode.PRECONDITION_FAILED, "Not met.");
    }
  }

  @Test
  void aUserGetsAnIdentity() {
    var ensured = fixture.identities.ensure(ALICE, context);

    assertTrue(ensured.isNew());
    assertEquals(ALICE, ensured.mapping().user());
    assertEquals(fixture.acs.endpoint(), ensured.mapping().acsEndpoint());
    assertEquals(Instant.parse("2026-11-20T09:30:00.123Z"), ensured.mapping().createdOn());
    assertEquals(AccessPolicy.INHERITED, fixture.account(ALICE).policy());
    fixture.assertTidy(ALICE);
  }

  @Test
  void anExistingIdentityIsKept() {
    var first = fixture.identities.ensure(ALICE, context);
    fixture.script.clearLog();

    var second = fixture.identities.ensure(ALICE, context);

    assertFalse(second.isNew());
    assertEquals(first.mapping().communicationUserId(), second.mapping().communicationUserId());
    assertEquals(List.of("find"), fixture.script.log());
    fixture.assertTidy(ALICE);
  }

  @Test
  void aFailedPreconditionCreatesNothing() {
    assertFailed(() -> fixture.identities.ensure(ALICE, IF_EXISTS, context));

    assertEquals(List.of("find"), fixture.script.log());
    fixture.assertEmpty();
  }

  @Test
  void thePreconditionIsCheckedAgainAfterAConcurrentCreation() {
    fixture.script.before("acs.create", () -> fixture.given());

    assertFailed(() -> fixture.identities.ensure(ALICE, IF_ABSENT, context));

    fixture.assertTidy(ALICE);
  }

  @Test
  void aFailedPreconditionDeletesNothing() {
    Mapping given = fixture.given();

    assertFailed(() -> fixture.identities.delete(ALICE, IF_ABSENT, context));

    assertEquals(List.of("find"), fixture.script.log());
    assertEquals(Set.of(given.communicationUserId()), fixture.acs.live());
  }

  // The write of the mark may have succeeded although its response was lost.
  @Test
  void aDeletionThatDeletedTheIdentityNeverFailsItsPrecondition() {
    fixture.given();
    fixture.script.before("markDeleting", fixture::markDeleting);

    fixture.identities.delete(ALICE, IF_EXISTS, context);

    assertFalse(fixture.isStored(ALICE));
    assertEquals(Set.of(), fixture.acs.live());
  }

  private static void assertFailed(Executable operation) {
    var thrown = assertThrows(ServiceException.class, operation);
    assertEquals(ErrorCode.PRECONDITION_FAILED, thrown.code());
  }

  @Test
  void theSameIdFromTwoIssuersMeansTwoUsers() {
    var other = new User("https://other.example", ALICE.id());

    fixture.identities.ensure(ALICE, context);
    fixture.identities.ensure(other, context);

    assertEquals(2, fixture.acs.live().size());
    fixture.assertTidy(ALICE, other);
  }

  @Test
  void aNewIdentityIsPendingUntilItsRowsAreStored() {
    fixture.identities.ensure(ALICE, context);

    assertEquals(
        List.of("find", "find", "acs.create", "begin", "putOwner", "map", "complete"),
        fixture.script.log());
  }

  @Test
  void theOwnerRowExistsOnceTheMappingIsStored() {
    fixture.script.after(
        "map",
        () ->
            assertEquals(
                Optional.of(ALICE),
                fixture.table.findOwner(fixture.stored(ALICE).communicationUserId(), context)));

    fixture.identities.ensure(ALICE, context);

    assertFalse(fixture.script.log().isEmpty());
  }

  @Test
  void getReadsTheMappingOnly() {
    Mapping given = fixture.given();

    assertEquals(
        given.communicationUserId(), fixture.identities.get(ALICE, context).communicationUserId());
    assertEquals(List.of("find"), fixture.script.log());
  }

  @Test
  void aMissingIdentityIsReported() {
    var thrown = assertThrows(ServiceException.class, () -> fixture.identities.get(ALICE, context));

    assertEquals(ErrorCode.IDENTITY_NOT_FOUND, thrown.code());
  }

  @Test
  void aDeletionLeavesNothingBehind() {
    var issued = fixture.othersTokens.issue(ALICE, TokenRequest.DEFAULT, context);

    fixture.identities.delete(ALICE, context);

    assertFalse(fixture.acs.isValid(issued.token()));
    fixture.assertEmpty();
  }

  @Test
  void aDeletionMarksTheRowFirstAndRemovesTheRowsLast() {
    fixture.given();

    fixture.identities.delete(ALICE, context);

    assertEquals(
        List.of(
            "find",
            "findPrevious",
            "begin",
            "markDeleting",
            "acs.delete",
            "removeOwner",
            "unmap",
            "discard"),
        fixture.script.log());
  }

  @Test
  void deletingAMissingIdentitySucceeds() {
    fixture.identities.delete(ALICE, context);

    assertEquals(List.of("find", "findPrevious"), fixture.script.log());
    fixture.assertEmpty();
  }

  @Test
  void deletingAnIdentityThatAcsNoLongerKnowsSucceeds() {
    fixture.acs.delete(fixture.given().communicationUserId(), context);

    fixture.identities.delete(ALICE, context);

    fixture.assertEmpty();
  }

  @Test
  void aUserGetsANewIdentityAfterADeletion() {
    Mapping first = fixture.given();
    fixture.identities.delete(ALICE, context);

    var second = fixture.identities.ensure(ALICE, context);

    assertTrue(second.isNew());
    assertFalse(second.mapping().isSameIdentityAs(first));
    fixture.assertTidy(ALICE);
  }

  @Test
  void concurrentDeletionsBothSucceed() {
    fixture.given();
    fixture.script.before("markDeleting", () -> fixture.othersIdentities.delete(ALICE, context));

    fixture.identities.delete(ALICE, context);

    assertFalse(fixture.isStored(ALICE));
    assertEquals(Set.of(), fixture.acs.live());
  }

  @Test
  void aDeletionAlsoDeletesAnIdentityCreatedConcurrently() {
    fixture.given();
    fixture.script.before(
        "markDeleting",
        () -> {
          fixture.othersIdentities.delete(ALICE, context);
          fixture.given();
        });

    fixture.identities.delete(ALICE, context);

    assertFalse(fixture.isStored(ALICE));
    assertEquals(Set.of(), fixture.acs.live());
  }

  @Test
  void aDeletionSucceedsDespiteAConcurrentPolicyChange() {
    fixture.given();
    fixture.script.before("markDeleting", () -> fixture.allow(TokenScope.CHAT));

    fixture.identities.delete(ALICE, context);

    fixture.assertEmpty();
  }

  @Test
  void anOvertakenDeletionKeepsTheNextIdentity() {
    fixture.given();
    fixture.script.before(
        "acs.delete",
        () -> {
          fixture.othersIdentities.delete(ALICE, context);
          fixture.given();
        });

    fixture.identities.delete(ALICE, context);

    fixture.assertTidy(ALICE);
  }

  @Test
  void aDeletionThatFailsAtAcsRemainsPending() {
    Mapping given = fixture.given();
    fixture.script.before("acs.delete", FaultScript.failing(ErrorCode.ACS_UNAVAILABLE));

    var thrown =
        assertThrows(ServiceException.class, () -> fixture.identities.delete(ALICE, context));

    assertEquals(ErrorCode.ACS_UNAVAILABLE, thrown.code());
    assertEquals(Mapping.State.DELETING, fixture.stored(ALICE).state());
    assertEquals(Set.of(given.communicationUserId()), fixture.table.pending());
  }
}
