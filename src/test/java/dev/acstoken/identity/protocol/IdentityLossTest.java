package dev.acstoken.identity.protocol;

import static dev.acstoken.identity.protocol.DomainFixture.ALICE;
import static dev.acstoken.identity.protocol.DomainFixture.LOSS_PERIOD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.identity.AccessToken;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.TokenRequest;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.AccessPolicies.Precondition;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Verifies what happens when ACS responds that it does not know a mapped identity: nothing is
 * believed before the loss period has passed, and nothing is destroyed afterwards.
 */
class IdentityLossTest {

  private static final ScopeSet CHAT = ScopeSet.of(TokenScope.CHAT);
  private static final Duration ALMOST_THE_LOSS_PERIOD = LOSS_PERIOD.minusMillis(1);

  private final DomainFixture fixture = new DomainFixture();
  private final RequestContext context = fixture.context;
  private final AccessToken tokenInUse =
      fixture.othersTokens.issue(ALICE, TokenRequest.DEFAULT, context).token();
  private final Mapping mapped = fixture.stored(ALICE);
  private final CommunicationUserId identity = mapped.communicationUserId();

  /** Returns the operations that need ACS to know the identity. */
  static Stream<Consumer<DomainFixture>> operations() {
    return Stream.of(
        it -> it.tokens.issue(ALICE, TokenRequest.DEFAULT, it.context),
        it -> it.tokens.refresh(ALICE, TokenRequest.DEFAULT, it.context),
        it -> it.tokens.revoke(ALICE, it.context),
        it -> it.policies.set(ALICE, CHAT, Precondition.NONE, it.context),
        it -> it.policies.set(ALICE, ScopeSet.NONE, Precondition.NONE, it.context));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void theFirstDenialIsNotBelieved(Consumer<DomainFixture> operation) {
    fixture.acs.deny(identity);

    assertUnconfirmed(operation);

    assertKept();
    assertEquals(DomainFixture.NOW.truncatedTo(ChronoUnit.MILLIS), recorded());
  }

  @ParameterizedTest
  @MethodSource("operations")
  void aDenialIsNotBelievedWithinTheLossPeriod(Consumer<DomainFixture> operation) {
    fixture.acs.deny(identity);
    assertUnconfirmed(operation);
    fixture.pass(ALMOST_THE_LOSS_PERIOD);

    assertUnconfirmed(operation);

    assertKept();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void anOperationSucceedsWhenAcsKnowsTheIdentityAgain(Consumer<DomainFixture> operation) {
    fixture.acs.deny(identity);
    assertUnconfirmed(operation);
    fixture.acs.admit(identity);

    operation.accept(fixture);

    assertTrue(fixture.stored(ALICE).isSameIdentityAs(mapped));
    assertTrue(fixture.stored(ALICE).unknownSince().isEmpty());
  }

  @Test
  void theTimeToWaitIsHonest() {
    fixture.acs.deny(identity);
    assertEquals(
        Duration.ofMinutes(1), refused(IdentityLossTest::issue).retryAfter().orElseThrow());

    fixture.pass(LOSS_PERIOD.minusSeconds(10));

    assertEquals(
        Duration.ofSeconds(10), refused(IdentityLossTest::issue).retryAfter().orElseThrow());
  }

  @Test
  void aSuccessInBetweenStartsTheLossPeriodAgain() {
    fixture.acs.deny(identity);
    assertUnconfirmed(IdentityLossTest::issue);
    fixture.pass(ALMOST_THE_LOSS_PERIOD);
    fixture.acs.admit(identity);
    issue(fixture);
    fixture.acs.deny(identity);
    fixture.pass(LOSS_PERIOD);

    assertUnconfirmed(IdentityLossTest::issue);

    assertKept();
  }

  @Test
  void noTokenIsReleasedWhileTheRecordOfADenialCannotBeRemoved() {
    fixture.acs.deny(identity);
    assertUnconfirmed(IdentityLossTest::issue);
    fixture.acs.admit(identity);
    fixture.script.before("map", FaultScript.failing(ErrorCode.STORAGE_UNAVAILABLE));

    assertEquals(ErrorCode.STORAGE_UNAVAILABLE, refused(IdentityLossTest::issue).code());

    assertTrue(fixture.stored(ALICE).unknownSince().isPresent());
  }

  @Test
  void aRecordAboutAnotherIdentityDoesNotCount() {
    fixture.acs.deny(identity);
    assertUnconfirmed(IdentityLossTest::issue);
    fixture.identities.delete(ALICE, context);
    var second = fixture.tokens.issue(ALICE, TokenRequest.DEFAULT, context).mapping();
    fixture.acs.deny(second.communicationUserId());
    fixture.pass(LOSS_PERIOD);

    assertUnconfirmed(IdentityLossTest::issue);

    assertTrue(fixture.stored(ALICE).isSameIdentityAs(second));
  }

  @Test
  void aDeletionIsConfirmedByADenial() {
    fixture.acs.deny(identity);

    fixture.identities.delete(ALICE, context);

    assertFalse(fixture.isStored(ALICE));
    assertEquals(Set.of(), fixture.table.pending());
  }

  @Test
  void aDeletionDoesNotWaitForARevocationThatIsNotConfirmed() {
    fixture.acs.deny(identity);
    assertUnconfirmed(it -> it.policies.set(ALICE, CHAT, Precondition.NONE, it.context));

    fixture.identities.delete(ALICE, context);

    assertFalse(fixture.isStored(ALICE));
    assertEquals(CHAT, fixture.policies.get(ALICE, context).scopes());
  }

  @Test
  void aDenialNeverLeadsToADeletionAtAcs() {
    loseForCertain();

    issue(fixture);
    fixture.tokens.revoke(ALICE, context);

    assertFalse(fixture.script.log().contains("acs.delete"));
    assertTrue(fixture.acs.live().contains(identity));
  }

  @Nested
  class AfterTheLossPeriod {

    @Test
    void anIssueReplacesTheIdentityAndKeepsItAsAPreviousOne() {
      loseForCertain();

      var issued = fixture.tokens.issue(ALICE, TokenRequest.DEFAULT, context);

      assertTrue(issued.identityIsNew());
      assertTrue(fixture.acs.isValid(issued.token()));
      assertTrue(fixture.stored(ALICE).isSameIdentityAs(issued.mapping()));
      assertEquals(Set.of(identity), fixture.table.previous());
      assertEquals(ALICE, fixture.identities.findOwner(identity, ALICE::equals, context));
      assertEquals(Set.of(), fixture.table.pending());
    }

    @Test
    void aRefreshFindsNoIdentityAndLeavesTheRow() {
      loseForCertain();
      var before = fixture.account(ALICE);

      assertEquals(ErrorCode.IDENTITY_NOT_FOUND, refused(IdentityLossTest::refresh).code());

      assertEquals(before, fixture.account(ALICE));
      assertEquals(1, fixture.acs.identitiesCreated());
    }

    @Test
    void aRevocationAndAPolicyAreConfirmed() {
      loseForCertain();

      fixture.tokens.revoke(ALICE, context);
      fixture.policies.set(ALICE, CHAT, Precondition.NONE, context);

      assertKept();
      assertEquals(Set.of(), fixture.table.pending());
    }

    @Test
    void aFailedReplacementChangesNothing() {
      loseForCertain();
      fixture.script.before("acs.createWithToken", FaultScript.failing(ErrorCode.ACS_UNAVAILABLE));

      assertEquals(ErrorCode.ACS_UNAVAILABLE, refused(IdentityLossTest::issue).code());

      assertKept();
    }

    @Test
    void concurrentReplacementsLeaveOneNewIdentity() {
      loseForCertain();
      fixture.script.before(
          "supersede",
          () -> fixture.othersTokens.issue(ALICE, TokenRequest.DEFAULT, fixture.context));

      var issued = fixture.tokens.issue(ALICE, TokenRequest.DEFAULT, context);

      assertTrue(fixture.stored(ALICE).isSameIdentityAs(issued.mapping()));
      assertEquals(Set.of(identity), fixture.table.previous());
      assertEquals(Set.of(identity, issued.mapping().communicationUserId()), fixture.acs.live());
    }

    @Test
    void aBlockedUserGetsNoNewIdentity() {
      loseForCertain();
      fixture.policies.set(ALICE, ScopeSet.NONE, Precondition.NONE, context);

      assertEquals(ErrorCode.SCOPE_NOT_ALLOWED, refused(IdentityLossTest::issue).code());

      assertEquals(1, fixture.acs.identitiesCreated());
    }
  }

  @Nested
  class APreviousIdentity {

    private final Mapping successor = replaced();

    private Mapping replaced() {
      loseForCertain();
      Mapping replacement = fixture.tokens.issue(ALICE, TokenRequest.DEFAULT, context).mapping();
      fixture.acs.admit(identity);
      fixture.script.clearLog();
      return replacement;
    }

    @Test
    void isRevokedToo() {
      assertTrue(fixture.acs.isValid(tokenInUse));

      fixture.tokens.revoke(ALICE, context);

      assertFalse(fixture.acs.isValid(tokenInUse));
    }

    @Test
    void isRevokedWhenAScopeIsRemoved() {
      fixture.policies.set(ALICE, CHAT, Precondition.NONE, context);

      assertFalse(fixture.acs.isValid(tokenInUse));
    }

    @Test
    void isRevokedWhenAScopeOfAUserWithoutAnIdentityIsRemoved() {
      fixture.put(fixture.account(ALICE).withoutMapping());

      fixture.policies.set(ALICE, CHAT, Precondition.NONE, context);

      assertFalse(fixture.acs.isValid(tokenInUse));
      assertEquals(Set.of(), fixture.table.pending());
    }

    @Test
    void isDeletedWithTheIdentity() {
      fixture.identities.delete(ALICE, context);

      assertFalse(fixture.acs.isValid(tokenInUse));
      fixture.assertEmpty();
    }

    @Test
    void doesNotKeepTheIdentityFromBeingRevoked() {
      var current = fixture.tokens.issue(ALICE, TokenRequest.DEFAULT, context).token();
      fixture.script.before("acs.revokeTokens", FaultScript.failing(ErrorCode.ACS_UNAVAILABLE));

      assertEquals(
          ErrorCode.ACS_UNAVAILABLE, refused(it -> it.tokens.revoke(ALICE, it.context)).code());

      assertFalse(fixture.acs.isValid(current));
      assertTrue(fixture.acs.isValid(tokenInUse));
      assertEquals(1, fixture.table.pending().size());
    }

    @Test
    void isDeletedByTheRecoveryIfTheDeletionWasInterrupted() {
      fixture.script.before("acs.delete", FaultScript.failing(ErrorCode.ACS_UNAVAILABLE));
      assertEquals(
          ErrorCode.ACS_UNAVAILABLE, refused(it -> it.identities.delete(ALICE, it.context)).code());
      fixture.pass(Duration.ofHours(1));

      recover();

      fixture.assertEmpty();
    }

    @Test
    void isKeptByTheRecoveryOfItsOwnCreation() {
      fixture.table.begin(PendingChange.Kind.IDENTITY, mapped, context);
      fixture.pass(Duration.ofHours(1));

      recover();

      assertEquals(Set.of(identity), fixture.table.previous());
      assertTrue(fixture.acs.live().contains(identity));
      assertEquals(Set.of(), fixture.table.pending());
    }

    @Test
    void isNotDeletedAfterItWasRestored() {
      fixture.table.begin(PendingChange.Kind.PREVIOUS_IDENTITY, mapped, context);
      fixture.put(fixture.account(ALICE).withMapping(mapped));
      fixture.pass(Duration.ofHours(1));

      recover();

      assertTrue(fixture.acs.live().contains(identity));
    }

    @Test
    void staysPreviousIfItsSuccessorIsLostToo() {
      fixture.acs.deny(successor.communicationUserId());
      assertUnconfirmed(IdentityLossTest::issue);
      fixture.pass(LOSS_PERIOD);

      issue(fixture);

      assertEquals(Set.of(identity, successor.communicationUserId()), fixture.table.previous());
    }

    private void recover() {
      var unused = fixture.scripted(fixture.clock()).recovery().run(context);
    }
  }

  @Test
  void theEleventhReplacementWithinAnHourIsRefused() {
    List<User> users = loseOneMoreThanMayBeReplaced();
    users.stream()
        .limit(ReplacementLimit.MAX_REPLACEMENTS)
        .forEach(user -> fixture.tokens.issue(user, TokenRequest.DEFAULT, context));
    User last = users.get(ReplacementLimit.MAX_REPLACEMENTS);
    var before = fixture.account(last);

    var failure = refused(it -> it.tokens.issue(last, TokenRequest.DEFAULT, it.context));

    assertEquals(ErrorCode.IDENTITY_UNCONFIRMED, failure.code());
    assertTrue(failure.logMessage().orElseThrow().contains("Replacement stopped"));
    assertEquals(before, fixture.account(last));

    fixture.pass(ReplacementLimit.WINDOW);
    assertTrue(fixture.tokens.issue(last, TokenRequest.DEFAULT, context).identityIsNew());
  }

  @Test
  void aReplacementByAnotherRequestDoesNotCount() {
    List<User> users = loseOneMoreThanMayBeReplaced();
    for (User user : users.subList(0, ReplacementLimit.MAX_REPLACEMENTS)) {
      Runnable replacementByAnother =
          () -> fixture.othersTokens.issue(user, TokenRequest.DEFAULT, context);
      fixture.script.before(
          "acs.issueToken", () -> fixture.script.before("find", replacementByAnother));
      assertFalse(fixture.tokens.issue(user, TokenRequest.DEFAULT, context).identityIsNew());
    }

    User last = users.get(ReplacementLimit.MAX_REPLACEMENTS);
    assertTrue(fixture.tokens.issue(last, TokenRequest.DEFAULT, context).identityIsNew());
  }

  private List<User> loseOneMoreThanMayBeReplaced() {
    List<User> users =
        IntStream.rangeClosed(0, ReplacementLimit.MAX_REPLACEMENTS)
            .mapToObj(number -> new User(ALICE.issuer(), "user " + number))
            .toList();
    users.forEach(this::lose);
    fixture.pass(LOSS_PERIOD);
    return users;
  }

  private void lose(User user) {
    var issued = fixture.tokens.issue(user, TokenRequest.DEFAULT, context);
    fixture.acs.deny(issued.mapping().communicationUserId());
    assertUnconfirmed(it -> it.tokens.refresh(user, TokenRequest.DEFAULT, it.context));
  }

  private void loseForCertain() {
    fixture.acs.deny(identity);
    assertUnconfirmed(IdentityLossTest::issue);
    fixture.pass(LOSS_PERIOD);
  }

  private static void issue(DomainFixture fixture) {
    var unused = fixture.tokens.issue(ALICE, TokenRequest.DEFAULT, fixture.context);
  }

  private static void refresh(DomainFixture fixture) {
    var unused = fixture.tokens.refresh(ALICE, TokenRequest.DEFAULT, fixture.context);
  }

  private ServiceException refused(Consumer<DomainFixture> operation) {
    return assertThrows(ServiceException.class, () -> operation.accept(fixture));
  }

  private void assertUnconfirmed(Consumer<DomainFixture> operation) {
    assertEquals(ErrorCode.IDENTITY_UNCONFIRMED, refused(operation).code());
  }

  private void assertKept() {
    assertTrue(fixture.stored(ALICE).isSameIdentityAs(mapped));
    assertEquals(Set.of(), fixture.table.previous());
    assertEquals(Set.of(identity), fixture.acs.live());
  }

  private Instant recorded() {
    return fixture.stored(ALICE).unknownSince().orElseThrow();
  }
}
