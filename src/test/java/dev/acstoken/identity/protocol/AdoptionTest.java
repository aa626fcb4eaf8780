package dev.acstoken.identity.protocol;

import static dev.acstoken.identity.protocol.DomainFixture.ALICE;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.identity.AccessPolicy;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.AcsResource;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.ObservedIdentities;
import dev.acstoken.identity.RecordingObserver;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.StateChange;
import dev.acstoken.identity.TokenRequest;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.Identities.EnsureResult;
import dev.acstoken.identity.protocol.Identities.Precondition;
import dev.acstoken.identity.protocol.Recovery.RecoveryResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Verifies that a user gets an identity that exists already, that no identity gets two owners, and
 * that an interrupted adoption is completed or leaves nothing.
 */
class AdoptionTest {

  private static final User BOB = new User(ALICE.issuer(), "bob");

  private static final List<String> STEPS =
      List.of(
          "find",
          "begin",
          "findPending",
          "findOwner",
          "acs.issueToken",
          "markAdopting",
          "claim",
          "putOwner",
          "map",
          "complete");

  /** The operations that find an interrupted adoption of Alice's. None of them ends the mapping. */
  static final List<Consumer<DomainFixture>> OPERATIONS =
      List.of(
          fixture -> fixture.othersIdentities.ensure(ALICE, fixture.context),
          fixture -> fixture.othersIdentities.get(ALICE, fixture.context),
          fixture -> fixture.othersTokens.issue(ALICE, TokenRequest.DEFAULT, fixture.context),
          fixture -> fixture.othersTokens.refresh(ALICE, TokenRequest.DEFAULT, fixture.context),
          fixture -> fixture.othersTokens.revoke(ALICE, fixture.context),
          fixture -> block(ALICE, fixture));

  private final DomainFixture fixture = new DomainFixture();
  private final RequestContext context = fixture.context;
  private final CommunicationUserId existing = fixture.acs.create(context);

  @Test
  void anIdentityThatExistsIsMapped() {
    EnsureResult adopted = adopt();

    assertTrue(adopted.isNew());
    assertEquals(fixture.stored(ALICE), adopted.mapping());
    assertEquals(existing, adopted.mapping().communicationUserId());
    assertEquals(Mapping.State.ACTIVE, adopted.mapping().state());
    assertEquals(STEPS, fixture.script.log());
    assertMapped(ALICE);
    var issued = fixture.tokens.issue(ALICE, TokenRequest.DEFAULT, context);
    assertFalse(issued.identityIsNew());
    assertTrue(fixture.acs.isValid(issued.token()));
    assertEquals(1, fixture.acs.identitiesCreated());
  }

  @Test
  void theOwnerIsCertainBeforeAnyTokenIsReleased() {
    fixture.script.before(
        "putOwner", () -> assertEquals(Mapping.State.ADOPTING, fixture.stored(ALICE).state()));
    fixture.script.before(
        "map", () -> assertEquals(Optional.of(ALICE), fixture.table.findOwner(existing, context)));

    adopt();

    assertMapped(ALICE);
  }

  @Test
  void aUserWhoHasTheIdentityKeepsIt() {
    adopt();
    Account before = fixture.account(ALICE);
    fixture.script.clearLog();

    EnsureResult again = adopt();

    assertFalse(again.isNew());
    assertEquals(before, fixture.account(ALICE));
    assertEquals(List.of("find"), fixture.script.log());
  }

  @Test
  void aUserWithAnotherIdentityIsRefused() {
    Mapping given = fixture.given();

    assertRefused(ErrorCode.IDENTITY_CONFLICT, this::adopt);

    assertEquals(given, fixture.stored(ALICE));
    assertEquals(List.of("find"), fixture.script.log());
    assertTrue(fixture.acs.live().contains(existing));
  }

  @Test
  void anIdentityOfAnotherUserIsRefused() {
    fixture.othersIdentities.adopt(BOB, existing, Precondition.NONE, context);

    assertRefused(ErrorCode.IDENTITY_CONFLICT, this::adopt);

    assertFalse(fixture.script.log().contains("acs.issueToken"));
    assertFalse(fixture.isStored(ALICE));
    assertMapped(BOB);
  }

  @Test
  void aPreviousIdentityOfAnotherUserIsRefused() {
    replacePrevious(BOB);

    assertRefused(ErrorCode.IDENTITY_CONFLICT, this::adopt);

    assertEquals(Set.of(existing), fixture.table.previous());
    assertEquals(Set.of(), fixture.table.pending());
  }

  @Test
  void anIdentityThatAcsDoesNotKnowIsRefused() {
    assertTrue(fixture.acs.delete(existing, context));

    assertRefused(ErrorCode.IDENTITY_NOT_FOUND, this::adopt);

    fixture.assertEmpty();
  }

  @Test
  void anIdentityOfAnotherResourceIsRefusedWithoutACall() {
    var own = fixture.withAcs(resource("2c3e1e83-8fd7-4615-ad2b-b8c1229845ac"));
    var foreign = new CommunicationUserId("8:acs:1c3e1e83-8fd7-4615-ad2b-b8c1229845ac_0001");

    assertRefused(
        ErrorCode.IDENTITY_NOT_FOUND,
        () -> own.identities.adopt(ALICE, foreign, Precondition.NONE, context));

    assertEquals(List.of("find"), own.script.log());
    assertNothingStored();
  }

  private static AcsResource resource(String id) {
    return new AcsResource(DomainFixture.CONTOSO, Optional.of(id), Optional.empty());
  }

  @ParameterizedTest
  @EnumSource
  void anIdentityWithAPendingChangeOfAnotherUserIsRefused(PendingChange.Kind kind) {
    var pending = fixture.table.begin(kind, mapping(BOB), context);

    assertRefused(ErrorCode.IDENTITY_CONFLICT, this::adopt);

    assertFalse(fixture.script.log().contains("acs.issueToken"));
    assertEquals(List.of(pending), fixture.table.find(existing, context));
    assertFalse(fixture.isStored(ALICE));
  }

  @Test
  void anAdoptionThatIsRefusedOrFailsMayBeRepeated() {
    fixture.script.before("acs.issueToken", FaultScript.failing(ErrorCode.ACS_UNAVAILABLE));
    assertRefused(ErrorCode.ACS_UNAVAILABLE, this::adopt);
    assertNothingStored();

    assertTrue(adopt().isNew());

    assertMapped(ALICE);
  }

  @Test
  void aBlockedUserGetsTheIdentityAndStaysBlocked() {
    block(ALICE, fixture);

    assertTrue(adopt().isNew());

    assertEquals(AccessPolicy.custom(ScopeSet.NONE), fixture.account(ALICE).policy());
    assertRefused(
        ErrorCode.SCOPE_NOT_ALLOWED,
        () -> fixture.tokens.issue(ALICE, TokenRequest.DEFAULT, context));
    assertMapped(ALICE);
  }

  @Test
  void anIdentityOfAGivenUpResourceBecomesAPreviousOne() {
    Mapping givenUp = fixture.given();
    var current = fixture.withAcsThatReplacesTheFirst();
    CommunicationUserId id = current.acs.create(context);

    var adopted = current.identities.adopt(ALICE, id, Precondition.NONE, context);

    assertTrue(adopted.isNew());
    assertEquals(id, current.stored(ALICE).communicationUserId());
    assertEquals(List.of(givenUp), current.table.findPrevious(ALICE, context));
    assertEquals(Set.of(), current.table.pending());
    assertEquals(Set.of(id, givenUp.communicationUserId()), current.table.owned());
  }

  @Test
  void aUserWithAnIdentityOfAnotherResourceIsRefused() {
    fixture.given();
    var other = fixture.withOtherAcs();
    CommunicationUserId id = other.acs.create(context);

    assertRefused(
        ErrorCode.FOREIGN_IDENTITY,
        () -> other.identities.adopt(ALICE, id, Precondition.NONE, context));

    assertEquals(List.of("find"), other.script.log());
  }

  @Test
  void aFailedPreconditionAdoptsNothing() {
    assertRefused(
        ErrorCode.PRECONDITION_FAILED,
        () -> fixture.identities.adopt(ALICE, existing, AdoptionTest::requireExists, context));
    assertEquals(List.of("find"), fixture.script.log());
    assertNothingStored();

    adopt();

    assertRefused(
        ErrorCode.PRECONDITION_FAILED,
        () -> fixture.identities.adopt(ALICE, existing, AdoptionTest::requireAbsent, context));
  }

  @Test
  void thePreconditionIsCheckedAgainAfterAConcurrentCreation() {
    fixture.script.before("markAdopting", () -> fixture.given());

    assertRefused(
        ErrorCode.PRECONDITION_FAILED,
        () -> fixture.identities.adopt(ALICE, existing, AdoptionTest::requireAbsent, context));

    assertEquals(Set.of(), fixture.table.pending());
  }

  private static void requireExists(boolean exists) {
    if (!exists) {
      throw new ServiceException(ErrorCode.PRECONDITION_FAILED, "Not met.");
    }
  }

  private static void requireAbsent(boolean exists) {
    requireExists(!exists);
  }

  // The process dies, so nothing of it cleans up.
  static Stream<Death> deaths() {
    return IntStream.rangeClosed(1, STEPS.size())
        .boxed()
        .flatMap(step -> Stream.of(new Death(step, false), new Death(step, true)));
  }

  @ParameterizedTest
  @MethodSource("deaths")
  void recoveryCompletesAnInterruptedAdoptionOrDropsIt(Death death) {
    die(death);

    assertEquals(0, recover().remaining());

    assertMappedOrUntouched(death.isMarked());
    adopt();
    assertMapped(ALICE);
  }

  @ParameterizedTest
  @MethodSource("deaths")
  void aRepeatedAdoptionCompletesAnInterruptedOne(Death death) {
    die(death);

    EnsureResult repeated =
        fixture.othersIdentities.adopt(ALICE, existing, Precondition.NONE, context);

    assertEquals(!death.isMarked(), repeated.isNew());
    assertEquals(existing, fixture.stored(ALICE).communicationUserId());
    var unused = recover();
    assertMapped(ALICE);
  }

  @ParameterizedTest
  @MethodSource("deaths")
  void anotherUserAdoptsTheIdentityOnlyIfTheFirstAdoptionWasDropped(Death death) {
    die(death);
    var unused = recover();

    Executable second =
        () -> fixture.othersIdentities.adopt(BOB, existing, Precondition.NONE, context);

    if (death.isMarked()) {
      assertRefused(ErrorCode.IDENTITY_CONFLICT, second);
      assertMapped(ALICE);
    } else {
      assertDoesNotThrow(second);
      assertMapped(BOB);
    }
  }

  @ParameterizedTest
  @FieldSource("OPERATIONS")
  void anyOperationCompletesAnInterruptedAdoption(Consumer<DomainFixture> operation) {
    die(new Death(STEPS.indexOf("markAdopting") + 1, true));

    operation.accept(fixture);

    assertEquals(Mapping.State.ACTIVE, fixture.stored(ALICE).state());
    assertEquals(new RecoveryResult(1, 0), recover());
    assertMapped(ALICE);
  }

  @Test
  void aDeletionDeletesAnIdentityWhoseAdoptionWasInterrupted() {
    die(new Death(STEPS.indexOf("markAdopting") + 1, true));

    fixture.othersIdentities.delete(ALICE, context);

    assertEquals(new RecoveryResult(1, 0), recover());
    fixture.assertEmpty();
  }

  @Test
  void aMappingWithAnotherOwnerIsRemovedByTheNextRequest() {
    fixture.table.putOwner(mapping(BOB), context);
    fixture.put(
        Account.blank(ALICE)
            .withMapping(mapping(ALICE).withState(Mapping.State.ADOPTING))
            .withPolicy(AccessPolicy.custom(ScopeSet.NONE)));

    assertRefused(ErrorCode.IDENTITY_NOT_FOUND, () -> fixture.identities.get(ALICE, context));

    assertFalse(fixture.isStored(ALICE));
    assertEquals(AccessPolicy.custom(ScopeSet.NONE), fixture.account(ALICE).policy());
    assertEquals(Optional.of(BOB), fixture.table.findOwner(existing, context));
    assertEquals(Set.of(existing), fixture.acs.live());
  }

  @Test
  void ofTwoConcurrentAdoptionsByDifferentUsersTheFirstWins() {
    fixture.script.before(
        "markAdopting",
        () ->
            assertRefused(
                ErrorCode.IDENTITY_CONFLICT,
                () -> fixture.othersIdentities.adopt(BOB, existing, Precondition.NONE, context)));

    assertTrue(adopt().isNew());

    assertMapped(ALICE);
  }

  // Recovery has taken a slow adoption for an interrupted one, and another user was faster then.
  @ParameterizedTest
  @MethodSource("stepsAfterTheChecks")
  void aSlowAdoptionNeverTakesAnIdentityThatAnotherUserHasAdopted(String step) {
    fixture.script.before(
        step,
        () -> {
          fixture.table.find(existing, context).forEach(it -> fixture.table.complete(it, context));
          fixture.othersIdentities.adopt(BOB, existing, Precondition.NONE, context);
        });

    assertRefused(ErrorCode.IDENTITY_CONFLICT, this::adopt);

    assertFalse(fixture.isStored(ALICE));
    assertMapped(BOB);
  }

  static List<String> stepsAfterTheChecks() {
    return List.of("acs.issueToken", "markAdopting", "putOwner");
  }

  @Test
  void concurrentAdoptionsOfTheSameIdentityForTheSameUserSucceed() {
    for (String step : STEPS.subList(1, STEPS.size())) {
      var each = new AdoptionTest();
      each.fixture.script.before(
          step,
          () ->
              each.fixture.othersIdentities.adopt(
                  ALICE, each.existing, Precondition.NONE, each.context));

      each.adopt();

      each.assertMapped(ALICE);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"POLICY", "REVOCATION"})
  void anAdoptionBesideARevocationForTheSameUserSucceeds(PendingChange.Kind kind) {
    fixture.script.before(
        "findPending",
        () -> {
          fixture.othersIdentities.adopt(ALICE, existing, Precondition.NONE, context);
          var unused = fixture.table.begin(kind, fixture.stored(ALICE), context);
        });

    assertEquals(existing, adopt().mapping().communicationUserId());

    assertEquals(Mapping.State.ACTIVE, fixture.stored(ALICE).state());
    assertEquals(Optional.of(ALICE), fixture.table.findOwner(existing, context));
  }

  @Test
  void anAdoptionThatAnotherRequestCompletedHasSucceeded() {
    var observer = new RecordingObserver();
    fixture.script.before("putOwner", () -> fixture.othersIdentities.get(ALICE, context));

    EnsureResult adopted = adopt(observer);

    assertTrue(adopted.isNew());
    assertEquals(Mapping.State.ACTIVE, adopted.mapping().state());
    assertEquals(List.of(adopted(existing)), observer.changes());
    assertMapped(ALICE);
  }

  @Test
  void aLateAdoptionDoesNotBringADeletedIdentityBack() {
    fixture.script.before(
        "markAdopting",
        () -> {
          fixture.othersIdentities.adopt(ALICE, existing, Precondition.NONE, context);
          fixture.othersIdentities.delete(ALICE, context);
        });

    assertRefused(ErrorCode.IDENTITY_NOT_FOUND, this::adopt);

    fixture.assertEmpty();
  }

  @Test
  void anAdoptionThatLosesToACreationIsRefused() {
    fixture.script.before("markAdopting", () -> fixture.given());

    assertRefused(ErrorCode.IDENTITY_CONFLICT, this::adopt);

    assertFalse(fixture.table.owned().contains(existing));
    assertTrue(fixture.acs.live().contains(existing));
    assertEquals(Set.of(), fixture.table.pending());
  }

  @Test
  void aCreationThatLosesToAnAdoptionUsesTheAdoptedIdentity() {
    fixture.script.after(
        "acs.createWithToken",
        () -> fixture.othersIdentities.adopt(ALICE, existing, Precondition.NONE, context));

    var issued = fixture.tokens.issue(ALICE, TokenRequest.DEFAULT, context);

    assertFalse(issued.identityIsNew());
    assertEquals(existing, issued.mapping().communicationUserId());
    assertTrue(fixture.acs.isValid(issued.token()));
    assertMapped(ALICE);
  }

  @Test
  void anIdentityThatItsOwnerIsDeletingIsRefused() {
    fixture.othersIdentities.adopt(BOB, existing, Precondition.NONE, context);
    fixture.script.before("findOwner", () -> fixture.othersIdentities.delete(BOB, context));

    assertRefused(ErrorCode.IDENTITY_NOT_FOUND, this::adopt);

    fixture.assertEmpty();
  }

  @Test
  void aDeletionAfterTheMappingWasStoredDeletesTheIdentity() {
    fixture.script.after("map", () -> fixture.othersIdentities.delete(ALICE, context));

    assertTrue(adopt().isNew());

    fixture.assertEmpty();
  }

  @Test
  void anOrphanThatAnotherUserHasAdoptedIsNotDeleted() {
    fixture.othersIdentities.adopt(BOB, existing, Precondition.NONE, context);
    var unused = fixture.table.begin(PendingChange.Kind.IDENTITY, mapping(ALICE), context);

    assertEquals(new RecoveryResult(1, 0), recover());

    assertMapped(BOB);
  }

  @Test
  void aCreationNeverTakesAnIdentityThatAnotherUserOwns() {
    fixture.script.before(
        "putOwner",
        () ->
            fixture.acs.live().stream()
                .filter(id -> !id.equals(existing))
                .forEach(id -> fixture.table.putOwner(mapping(BOB, id), context)));

    var ensured = fixture.identities.ensure(ALICE, context);

    assertEquals(Set.of(), fixture.table.pending());
    assertEquals(
        Optional.of(ALICE),
        fixture.table.findOwner(ensured.mapping().communicationUserId(), context));
    assertEquals(3, fixture.acs.live().size());
    assertEquals(2, fixture.table.owned().size());
  }

  @Test
  void aPreviousIdentityOfTheUserIsRestored() {
    replacePrevious(ALICE);

    assertTrue(adopt().isNew());

    assertMapped(ALICE);
  }

  @Test
  void aPreviousIdentityKeepsItsOwnerWhenItsAdoptionIsWithdrawn() {
    replacePrevious(ALICE);
    fixture.put(
        fixture
            .account(ALICE)
            .withMapping(mapping(ALICE, existing))
            .withState(Mapping.State.ADOPTING));
    fixture.script.before("map", () -> fixture.put(fixture.account(ALICE).withoutMapping()));

    assertRefused(ErrorCode.IDENTITY_NOT_FOUND, () -> fixture.identities.get(ALICE, context));

    assertEquals(Optional.of(ALICE), fixture.table.findOwner(existing, context));
  }

  @Test
  void anIdentityWhoseAdoptionIsWithdrawnHasNoOwner() {
    fixture.put(
        Account.blank(ALICE)
            .withMapping(mapping(ALICE, existing))
            .withState(Mapping.State.ADOPTING));
    fixture.script.before("map", () -> fixture.put(fixture.account(ALICE).withoutMapping()));

    assertRefused(ErrorCode.IDENTITY_NOT_FOUND, () -> fixture.identities.get(ALICE, context));

    assertEquals(Set.of(), fixture.table.owned());
  }

  @Test
  void aRestoredIdentityIsNotDeletedByADeletionThatBeganLater() {
    replacePrevious(ALICE);
    fixture.script.before(
        "markAdopting",
        () ->
            assertRefused(
                ErrorCode.STORAGE_UNAVAILABLE,
                () -> fixture.othersIdentities.delete(ALICE, context)));

    assertTrue(adopt().isNew());

    var unused = recover();
    assertMapped(ALICE);
  }

  @Test
  void aRestorationThatADeletionHasNotSeenFailsTheDeletion() {
    replacePrevious(ALICE);
    fixture.script.before(
        "begin", () -> fixture.othersIdentities.adopt(ALICE, existing, Precondition.NONE, context));

    assertRefused(ErrorCode.STORAGE_UNAVAILABLE, () -> fixture.identities.delete(ALICE, context));
    assertTrue(fixture.acs.live().contains(existing));

    fixture.identities.delete(ALICE, context);
    var unused = recover();
    fixture.assertEmpty();
  }

  @Test
  void aPreviousIdentityThatIsBeingDeletedIsNotRestored() {
    replacePrevious(ALICE);
    fixture.script.before(
        "acs.delete",
        () ->
            assertRefused(
                ErrorCode.IDENTITY_CONFLICT,
                () -> fixture.othersIdentities.adopt(ALICE, existing, Precondition.NONE, context)));

    fixture.identities.delete(ALICE, context);

    fixture.assertEmpty();
  }

  @Test
  void anAdoptionIsReportedOnce() {
    var observer = new RecordingObserver();

    adopt(observer);
    adopt(observer);

    assertEquals(List.of(adopted(existing)), observer.changes());
  }

  @Test
  void theTokenThatProvesTheIdentityHasOneScope() {
    var observer = new RecordingObserver();
    var protocol =
        ProtocolWithoutPauses.of(
            new ObservedIdentities(fixture.acs),
            fixture.table,
            fixture.table,
            fixture.rules,
            fixture.clock());

    var unused =
        protocol.identities().adopt(ALICE, existing, Precondition.NONE, observed(observer));

    assertEquals(
        List.of(
            StateChange.of(StateChange.Kind.TOKEN_ISSUED)
                .withIdentity(existing)
                .withScopes(ScopeSet.of(TokenScope.CHAT_JOIN_LIMITED)),
            adopted(existing)),
        observer.changes());
  }

  @Test
  void aRefusedAdoptionIsNotReported() {
    var observer = new RecordingObserver();
    assertTrue(fixture.acs.delete(existing, context));

    assertRefused(ErrorCode.IDENTITY_NOT_FOUND, () -> adopt(observer));

    assertEquals(List.of(), observer.changes());
  }

  @ParameterizedTest
  @MethodSource("stepsOfTheChange")
  void anAdoptionThatFailsAfterTheChecksIsReportedAsUnknown(String step) {
    var observer = new RecordingObserver();
    fixture.script.before(step, FaultScript.failing(ErrorCode.STORAGE_UNAVAILABLE));

    assertRefused(ErrorCode.STORAGE_UNAVAILABLE, () -> adopt(observer));

    assertEquals(
        List.of("IDENTITY_ADOPTED UNKNOWN"),
        observer.changes().stream().map(it -> it.kind() + " " + it.outcome()).toList());
  }

  static List<String> stepsOfTheChange() {
    return List.of("markAdopting", "putOwner", "map");
  }

  private EnsureResult adopt() {
    return fixture.identities.adopt(ALICE, existing, Precondition.NONE, context);
  }

  private EnsureResult adopt(RecordingObserver observer) {
    return fixture.identities.adopt(ALICE, existing, Precondition.NONE, observed(observer));
  }

  private static RequestContext observed(RecordingObserver observer) {
    return RequestContext.within(Duration.ofDays(1), observer);
  }

  private static StateChange adopted(CommunicationUserId id) {
    return StateChange.of(StateChange.Kind.IDENTITY_ADOPTED).withIdentity(id).withUser(ALICE);
  }

  private Mapping mapping(User user) {
    return mapping(user, existing);
  }

  private Mapping mapping(User user, CommunicationUserId id) {
    return Mapping.active(user, id, fixture.acs.endpoint(), DomainFixture.NOW);
  }

  private static void block(User user, DomainFixture fixture) {
    var unused =
        fixture.othersPolicies.set(
            user, ScopeSet.NONE, AccessPolicies.Precondition.NONE, fixture.context);
  }

  /**
   * Makes the existing identity a previous one of a user who has no identity now. The user's
   * current one was deleted by version 0.1.0, which ignores previous identities.
   */
  private void replacePrevious(User user) {
    fixture.table.putOwner(mapping(user), context);
    fixture.put(Account.blank(user).withMapping(mapping(user)));
    CommunicationUserId replacement = fixture.acs.create(context);
    Account replaced =
        fixture
            .table
            .supersede(fixture.account(user), mapping(user, replacement), context)
            .orElseThrow();
    assertTrue(fixture.acs.delete(replacement, context));
    fixture.put(replaced.withoutMapping());
  }

  private void die(Death death) {
    fixture.script.dieInStep(death.step(), death.hasEffect());
    assertThrows(FaultScript.ProcessDeath.class, this::adopt);
    fixture.script.dieInStep(Integer.MAX_VALUE, true);
    assertEquals(Set.of(existing), fixture.acs.live());
  }

  private RecoveryResult recover() {
    fixture.pass(Recovery.GRACE_PERIOD.plusSeconds(1));
    return ProtocolWithoutPauses.of(
            fixture.acs, fixture.table, fixture.table, fixture.rules, fixture.clock())
        .recovery()
        .run(context);
  }

  private void assertMappedOrUntouched(boolean isMapped) {
    if (isMapped) {
      assertMapped(ALICE);
    } else {
      assertNothingStored();
    }
  }

  private void assertMapped(User user) {
    assertEquals(existing, fixture.stored(user).communicationUserId());
    assertEquals(Mapping.State.ACTIVE, fixture.stored(user).state());
    assertEquals(Optional.of(user), fixture.table.findOwner(existing, context));
    fixture.assertTidy(user);
  }

  /** Asserts that no row exists, and that the identity was not deleted. */
  private void assertNothingStored() {
    assertFalse(fixture.isStored(ALICE));
    assertEquals(Set.of(existing), fixture.acs.live());
    assertEquals(Set.of(), fixture.table.owned());
    assertEquals(Set.of(), fixture.table.pending());
  }

  private static void assertRefused(ErrorCode expected, Executable operation) {
    assertEquals(expected, assertThrows(ServiceException.class, operation).code());
  }

  /** The step of an adoption in which its process dies, and whether that step takes effect. */
  record Death(int step, boolean hasEffect) {

    /** Returns whether the row was marked, so that the adoption is completed. */
    boolean isMarked() {
      int mark = STEPS.indexOf("markAdopting") + 1;
      return step > mark || (step == mark && hasEffect);
    }

    @Override
    public String toString() {
      return (hasEffect ? "after " : "before ") + STEPS.get(step - 1);
    }
  }
}
