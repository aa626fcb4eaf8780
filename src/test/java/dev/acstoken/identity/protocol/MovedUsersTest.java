package dev.acstoken.identity.protocol;

import static dev.acstoken.identity.protocol.DomainFixture.ALICE;
import static dev.acstoken.identity.protocol.DomainFixture.RENAMED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.identity.AccessPolicy;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.IdentityRules;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.Move;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.TokenRequest;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.Identities.Precondition;
import dev.acstoken.identity.protocol.Recovery.RecoveryResult;
import dev.acstoken.identity.protocol.UserMove.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Verifies that a user whose issuer was renamed keeps the identity and the policy before, during
 * and after the move, at instances with the old settings and with the new ones.
 */
class MovedUsersTest {

  private static final TokenRequest ANY = TokenRequest.DEFAULT;

  private final DomainFixture fixture = new DomainFixture();
  private final RequestContext context = fixture.context;

  /** An instance that knows the new name and the former one. Its calls are not scripted. */
  private final IdentityProtocol renamed = fixture.renamed();

  /** An instance that knows the new name and the former one. Its calls are steps of the script. */
  private final IdentityProtocol scripted = fixture.scriptedRenamed();

  @Test
  void aUserWhoWasNotMovedIsFoundUnderTheOldName() {
    Mapping given = fixture.given();

    assertEquals(given, scripted.identities().get(RENAMED, context));
    assertEquals(List.of("find", "find"), fixture.script.log());
    var issued = scripted.tokens().issue(RENAMED, ANY, context);

    assertFalse(issued.identityIsNew());
    assertTrue(fixture.acs.isValid(issued.token()));
    assertFalse(scripted.identities().ensure(RENAMED, context).isNew());
    assertEquals(Account.blank(RENAMED), fixture.account(RENAMED));
    fixture.assertTidy(ALICE);
  }

  @Test
  void everyOperationServesAUserWhoWasNotMoved() {
    fixture.given();

    var issued = scripted.tokens().refresh(RENAMED, ANY, context);
    scripted.tokens().revoke(RENAMED, context);
    assertFalse(fixture.acs.isValid(issued.token()));
    setScopes(scripted, RENAMED, ScopeSet.of(TokenScope.CHAT));
    assertEquals(
        AccessPolicy.custom(ScopeSet.of(TokenScope.CHAT)), fixture.account(ALICE).policy());
    scripted.identities().delete(RENAMED, context);

    assertFalse(fixture.isStored(ALICE));
    assertEquals(Account.blank(RENAMED), fixture.account(RENAMED));
    assertEquals(Set.of(), fixture.acs.live());
    assertEquals(Set.of(), fixture.table.owned());
    assertEquals(Set.of(), fixture.table.pending());
  }

  @Test
  void aBlockedUserWhoWasNotMovedStaysBlocked() {
    setScopes(fixture.scripted(fixture.clock()), ALICE, ScopeSet.NONE);

    assertFails(ErrorCode.SCOPE_NOT_ALLOWED, () -> scripted.tokens().issue(RENAMED, ANY, context));
    assertFails(ErrorCode.SCOPE_NOT_ALLOWED, () -> scripted.identities().ensure(RENAMED, context));

    move();
    assertFails(ErrorCode.SCOPE_NOT_ALLOWED, () -> fixture.othersTokens.issue(ALICE, ANY, context));
    assertFails(ErrorCode.SCOPE_NOT_ALLOWED, () -> scripted.tokens().issue(RENAMED, ANY, context));
    assertEquals(0, fixture.acs.identitiesCreated());
  }

  @Test
  void aMovedUserHasOneIdentityUnderBothNames() {
    Mapping given = fixture.given();
    move();

    var old = fixture.tokens.issue(ALICE, ANY, context);
    var current = scripted.tokens().issue(RENAMED, ANY, context);

    assertEquals(given.withUser(RENAMED), old.mapping());
    assertEquals(given.withUser(RENAMED), current.mapping());
    assertFalse(old.identityIsNew());
    assertFalse(current.identityIsNew());
    fixture.assertTidy(RENAMED);
  }

  @Test
  void aMovedUserIsRevokedRestrictedAndDeletedUnderEitherName() {
    fixture.given();
    move();
    var issued = renamed.tokens().issue(RENAMED, ANY, context);

    fixture.tokens.revoke(ALICE, context);
    assertFalse(fixture.acs.isValid(issued.token()));
    setScopes(fixture.scripted(fixture.clock()), ALICE, ScopeSet.of(TokenScope.CHAT));
    assertEquals(
        AccessPolicy.custom(ScopeSet.of(TokenScope.CHAT)), fixture.account(RENAMED).policy());
    fixture.identities.delete(ALICE, context);

    assertDeleted();
    assertFails(
        ErrorCode.IDENTITY_NOT_FOUND, () -> renamed.tokens().refresh(RENAMED, ANY, context));
  }

  @Test
  void aDeletedUserIsNotBroughtBackByTheMoveOrByTheOldName() {
    fixture.given();
    move();
    renamed.identities().delete(RENAMED, context);

    assertEquals(
        Outcome.MOVED_BEFORE, new UserMove(fixture.table).move(ALICE, RENAMED.issuer(), context));

    assertFails(ErrorCode.IDENTITY_NOT_FOUND, () -> fixture.identities.get(ALICE, context));
    var next = fixture.tokens.issue(ALICE, ANY, context);
    assertTrue(next.identityIsNew());
    assertEquals(RENAMED, next.mapping().user());
    fixture.assertTidy(RENAMED);
  }

  @Test
  void aCachedAccountOfAMovedUserReleasesNoToken() {
    fixture.tokens.issue(ALICE, ANY, context);
    setScopes(fixture.scripted(fixture.clock()), ALICE, ScopeSet.of(TokenScope.CHAT));
    fixture.tokens.issue(ALICE, ANY, context);
    move();
    setScopes(renamed, RENAMED, ScopeSet.NONE);

    assertFails(ErrorCode.SCOPE_NOT_ALLOWED, () -> fixture.tokens.issue(ALICE, ANY, context));
  }

  @Test
  void aTokenOfACachedUserWhoWasNotMovedCostsOneRead() {
    givenACachedUserWhoWasNotMoved();

    var issued = scripted.tokens().issue(RENAMED, ANY, context);

    assertEquals(ALICE, issued.mapping().user());
    assertEquals(List.of("acs.issueToken", "find"), fixture.script.log());
  }

  @Test
  void anAccountThatIsCachedUnderTheOldNameReleasesNoTokenAfterTheMove() {
    givenACachedUserWhoWasNotMoved();
    move();
    setScopes(renamed, RENAMED, ScopeSet.of(TokenScope.CHAT));

    var issued = scripted.tokens().issue(RENAMED, ANY, context);

    assertEquals(RENAMED, issued.mapping().user());
    assertEquals(ScopeSet.of(TokenScope.CHAT), issued.scopes());
    fixture.script.clearLog();
    var unused = scripted.tokens().issue(RENAMED, ANY, context);
    assertEquals(List.of("acs.issueToken", "find"), fixture.script.log());
  }

  @Test
  void anAccountThatIsCachedUnderTheOldNameIsEvictedIfAcsDeniesItsIdentity() {
    givenACachedUserWhoWasNotMoved();
    fixture.othersIdentities.delete(ALICE, context);

    assertFails(
        ErrorCode.IDENTITY_NOT_FOUND, () -> scripted.tokens().refresh(RENAMED, ANY, context));
    fixture.script.clearLog();
    assertFails(
        ErrorCode.IDENTITY_NOT_FOUND, () -> scripted.tokens().refresh(RENAMED, ANY, context));

    assertFalse(fixture.script.log().contains("acs.issueToken"), fixture.script.log()::toString);
  }

  private void givenACachedUserWhoWasNotMoved() {
    fixture.given();
    var unused = scripted.tokens().issue(RENAMED, ANY, context);
    fixture.script.clearLog();
  }

  @Test
  void aNewUserIsCreatedUnderTheNewNameAfterThePointer() {
    var ensured = scripted.identities().ensure(RENAMED, context);

    assertTrue(ensured.isNew());
    assertEquals(RENAMED, ensured.mapping().user());
    assertEquals(
        List.of("putOwner", "point", "map"),
        fixture.script.log().stream()
            .filter(Set.of("putOwner", "point", "map")::contains)
            .toList());
    assertTrue(fixture.account(ALICE).isAt(Move.Stage.MOVED, RENAMED.issuer()));
    assertFalse(fixture.othersIdentities.ensure(ALICE, context).isNew());
    fixture.assertTidy(RENAMED);
  }

  @Test
  void aPolicyOfANewUserHoldsUnderTheOldNameToo() {
    setScopes(scripted, RENAMED, ScopeSet.NONE);

    assertEquals(AccessPolicy.custom(ScopeSet.NONE), fixture.account(RENAMED).policy());
    assertFails(ErrorCode.SCOPE_NOT_ALLOWED, () -> fixture.othersTokens.issue(ALICE, ANY, context));
  }

  @Test
  void aCreationUnderTheOldNameThatWasFasterIsUsed() {
    fixture.script.before("point", fixture::given);

    var issued = scripted.tokens().issue(RENAMED, ANY, context);

    assertFalse(issued.identityIsNew());
    assertEquals(fixture.stored(ALICE), issued.mapping());
    assertEquals(Account.blank(RENAMED), fixture.account(RENAMED));
    fixture.assertTidy(ALICE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"acs.createWithToken", "begin", "putOwner", "map"})
  void aCreationUnderTheNewNameThatWasFasterIsUsed(String step) {
    fixture.script.before(step, () -> renamed.identities().ensure(RENAMED, context));

    var issued = fixture.tokens.issue(ALICE, ANY, context);

    assertFalse(issued.identityIsNew());
    assertEquals(fixture.stored(RENAMED), issued.mapping());
    fixture.assertTidy(RENAMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"point", "map"})
  void aCreationThatWasInterruptedAroundThePointerMayBeRepeatedUnderEitherName(String step) {
    for (boolean isRenamed : List.of(true, false)) {
      var each = new MovedUsersTest();
      each.fixture.script.after(step, FaultScript.dying());
      assertThrows(
          FaultScript.ProcessDeath.class,
          () -> each.scripted.identities().ensure(RENAMED, each.context));

      Mapping mapping =
          isRenamed
              ? each.renamed.identities().ensure(RENAMED, each.context).mapping()
              : each.fixture.othersIdentities.ensure(ALICE, each.context).mapping();

      assertEquals(RENAMED, mapping.user());
      each.recover();
      each.fixture.assertTidy(RENAMED);
    }
  }

  @Test
  void aUserWithAPointerToAMisspelledNameKeepsThatName() {
    User misspelled = new User("mian", ALICE.id());
    IdentityProtocol mistaken = withFormerName(misspelled);
    mistaken.identities().ensure(misspelled, context);
    mistaken.identities().delete(misspelled, context);

    Mapping created = renamed.identities().ensure(RENAMED, context).mapping();

    assertEquals(misspelled, created.user());
    assertEquals(created, mistaken.identities().get(misspelled, context));
    assertEquals(2, fixture.acs.identitiesCreated());
  }

  @Test
  void pointersThatLeadInACircleFailTheRequest() {
    fixture.put(Account.blank(ALICE).pointerTo(RENAMED.issuer()));
    fixture.put(Account.blank(RENAMED).pointerTo(ALICE.issuer()));

    assertFails(ErrorCode.STORAGE_UNAVAILABLE, () -> renamed.identities().ensure(RENAMED, context));
    assertFails(ErrorCode.STORAGE_UNAVAILABLE, () -> fixture.identities.ensure(ALICE, context));

    assertEquals(0, fixture.acs.identitiesCreated());
  }

  private IdentityProtocol withFormerName(User present) {
    var rules =
        new IdentityRules(
            fixture.rules.resource(),
            fixture.rules.lossPeriod(),
            fixture.rules.tokens(),
            user -> user.equals(present) ? Optional.of(ALICE) : Optional.empty(),
            false);
    return ProtocolWithoutPauses.of(
        fixture.acs, fixture.table, fixture.table, rules, fixture.clock());
  }

  @Test
  void twoCreationsUnderTheNewNameMakeOneIdentity() {
    fixture.script.before("map", () -> renamed.identities().ensure(RENAMED, context));

    assertFalse(scripted.identities().ensure(RENAMED, context).isNew());

    fixture.assertTidy(RENAMED);
  }

  @Test
  void usersOfOtherIssuersAreNotAffected() {
    User other = new User("https://other.example", ALICE.id());

    var ensured = scripted.identities().ensure(other, context);

    assertEquals(other, ensured.mapping().user());
    assertFalse(fixture.script.log().contains("point"));
    assertEquals(Account.blank(ALICE), fixture.account(ALICE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"acs.issueToken", "find"})
  void aTokenThatIsIssuedDuringTheMoveIsOfTheSameIdentity(String step) {
    Mapping given = fixture.given();
    fixture.script.before(step, this::move);

    var issued = fixture.tokens.issue(ALICE, ANY, context);

    assertFalse(issued.identityIsNew());
    assertTrue(given.isSameIdentityAs(issued.mapping()));
    fixture.assertTidy(RENAMED);
  }

  @Test
  void aCreationDuringTheMoveOfThePolicyIsMadeUnderTheNewName() {
    fixture.put(Account.blank(ALICE).withPolicy(AccessPolicy.custom(ScopeSet.of(TokenScope.CHAT))));
    fixture.script.before("map", this::move);

    var issued = fixture.tokens.issue(ALICE, ANY, context);

    assertTrue(issued.identityIsNew());
    assertEquals(RENAMED, issued.mapping().user());
    assertEquals(ScopeSet.of(TokenScope.CHAT), issued.scopes());
    fixture.assertTidy(RENAMED);
  }

  @Test
  void aPolicyChangeDuringTheMoveHolds() {
    var issued = fixture.othersTokens.issue(ALICE, ANY, context);
    fixture.script.before("markRevoking", this::move);

    setScopes(fixture.scripted(fixture.clock()), ALICE, ScopeSet.NONE);

    assertEquals(AccessPolicy.custom(ScopeSet.NONE), fixture.account(RENAMED).policy());
    assertFalse(fixture.acs.isValid(issued.token()));
    recover();
    fixture.assertTidy(RENAMED);
  }

  @Test
  void aRevocationDuringTheMoveRevokes() {
    var issued = fixture.othersTokens.issue(ALICE, ANY, context);
    fixture.script.before("begin", this::move);

    fixture.tokens.revoke(ALICE, context);

    assertFalse(fixture.acs.isValid(issued.token()));
    recover();
    fixture.assertTidy(RENAMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"begin", "markDeleting"})
  void aDeletionDuringTheMoveDeletes(String step) {
    fixture.given();
    fixture.script.before(step, this::move);

    fixture.identities.delete(ALICE, context);

    recover();
    assertDeleted();
  }

  @Test
  void aUserWhoseDeletionHasBegunIsMovedAfterIt() {
    fixture.given();
    fixture.script.before(
        "acs.delete",
        () ->
            assertEquals(
                Outcome.CHANGING,
                new UserMove(fixture.table).move(ALICE, RENAMED.issuer(), context)));

    fixture.identities.delete(ALICE, context);

    fixture.assertEmpty();
  }

  // The user has no current identity, so nothing keeps the move from overtaking the deletion.
  @ParameterizedTest
  @ValueSource(strings = {"findPrevious", "begin", "acs.delete", "removeOwner", "removePrevious"})
  void aDeletionOfAPreviousIdentityThatTheMoveOvertakesLeavesNothing(String step) {
    givenPreviousOnly();
    fixture.script.before(step, this::move);

    fixture.identities.delete(ALICE, context);

    assertDeleted();
  }

  @ParameterizedTest
  @EnumSource(names = "IDENTITY", mode = EnumSource.Mode.EXCLUDE)
  void recoveryCompletesAChangeThatBeganUnderTheOldName(PendingChange.Kind kind) {
    Mapping given = fixture.given();
    var unused = fixture.table.begin(kind, given, context);
    move();

    assertEquals(new RecoveryResult(1, 0), recover());

    fixture.assertTidy(RENAMED);
  }

  @Test
  void recoveryKeepsAnIdentityWhoseCreationWasNotConfirmedBeforeTheMove() {
    Mapping given = fixture.given();
    var unused = fixture.table.begin(PendingChange.Kind.IDENTITY, given, context);
    move();

    assertEquals(new RecoveryResult(1, 0), recover());

    fixture.assertTidy(RENAMED);
  }

  @Test
  void recoveryKeepsAPreviousIdentityWhoseCreationWasNotConfirmedBeforeTheMove() {
    Mapping previous = givenPreviousOnly();
    var unused = fixture.table.begin(PendingChange.Kind.IDENTITY, previous, context);
    move();

    assertEquals(new RecoveryResult(1, 0), recover());

    assertEquals(Set.of(previous.communicationUserId()), fixture.acs.live());
  }

  @Test
  void recoveryDeletesAnOrphanOfAUserWhoWasMovedAfterwards() {
    fixture.put(Account.blank(ALICE).withPolicy(AccessPolicy.custom(ScopeSet.of(TokenScope.CHAT))));
    fixture.script.before("map", FaultScript.dying());
    assertThrows(FaultScript.ProcessDeath.class, () -> fixture.identities.ensure(ALICE, context));
    move();

    assertEquals(new RecoveryResult(1, 0), recover());

    assertDeleted();
  }

  @Test
  void recoveryDeletesAPreviousIdentityUnderBothNames() {
    Mapping previous = givenPreviousOnly();
    var unused = fixture.table.begin(PendingChange.Kind.PREVIOUS_IDENTITY, previous, context);
    move();

    assertEquals(new RecoveryResult(1, 0), recover());

    assertDeleted();
  }

  @Test
  void recoveryCompletesAMoveThatItMeets() {
    Mapping given = fixture.given();
    var unused = fixture.table.begin(PendingChange.Kind.POLICY, given, context);
    fixture.put(fixture.account(ALICE).withMove(new Move(Move.Stage.MOVING, RENAMED.issuer())));

    assertEquals(new RecoveryResult(1, 0), recover());

    assertTrue(fixture.account(ALICE).isAt(Move.Stage.MOVED, RENAMED.issuer()));
    fixture.assertTidy(RENAMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"begin", "findOwner", "markAdopting"})
  void anAdoptionDuringTheMoveIsMadeUnderTheNewName(String step) {
    fixture.put(Account.blank(ALICE).withPolicy(AccessPolicy.custom(ScopeSet.NONE)));
    CommunicationUserId id = fixture.acs.create(context);
    fixture.script.before(step, this::move);

    var adopted = fixture.identities.adopt(ALICE, id, Precondition.NONE, context);

    assertTrue(adopted.isNew());
    assertEquals(RENAMED, adopted.mapping().user());
    assertEquals(AccessPolicy.custom(ScopeSet.NONE), fixture.account(RENAMED).policy());
    fixture.assertTidy(RENAMED);
  }

  @Test
  void aPreviousIdentityIsRestoredUnderTheNewName() {
    Mapping previous = givenPreviousOnly();
    move();

    var adopted =
        scripted
            .identities()
            .adopt(RENAMED, previous.communicationUserId(), Precondition.NONE, context);

    assertTrue(adopted.isNew());
    assertEquals(RENAMED, adopted.mapping().user());
  }

  @Test
  void aPreviousIdentityOfAMovedUserIsRevokedAndDeleted() {
    Mapping previous = givenPreviousOnly();
    var token =
        fixture
            .acs
            .issueToken(
                previous.communicationUserId(),
                DomainFixture.POLICY.grant(ANY, AccessPolicy.INHERITED),
                context)
            .orElseThrow();
    move();

    scripted.tokens().revoke(RENAMED, context);
    assertFalse(fixture.acs.isValid(token));

    scripted.identities().delete(RENAMED, context);
    assertDeleted();
  }

  @Test
  void aMovedUserIsFoundByTheIdentity() {
    Mapping given = fixture.given();
    move();

    assertEquals(
        RENAMED,
        renamed.identities().findOwner(given.communicationUserId(), user -> true, context));
  }

  private void move() {
    assertEquals(Outcome.MOVED, new UserMove(fixture.table).move(ALICE, RENAMED.issuer(), context));
  }

  private void setScopes(IdentityProtocol protocol, User user, ScopeSet scopes) {
    var unused =
        protocol.accessPolicies().set(user, scopes, AccessPolicies.Precondition.NONE, context);
  }

  /** Gives Alice a previous identity, as version 0.1.0 leaves it after a deletion. */
  private Mapping givenPreviousOnly() {
    Mapping previous = fixture.given();
    CommunicationUserId replacement = fixture.acs.create(context);
    Account replaced =
        fixture
            .table
            .supersede(
                fixture.account(ALICE),
                Mapping.active(ALICE, replacement, fixture.acs.endpoint(), DomainFixture.NOW),
                context)
            .orElseThrow();
    assertTrue(fixture.acs.delete(replacement, context));
    fixture.put(replaced.withoutMapping().withPolicy(AccessPolicy.custom(ScopeSet.NONE)));
    return previous;
  }

  private RecoveryResult recover() {
    fixture.pass(Recovery.GRACE_PERIOD.plusSeconds(1));
    return ProtocolWithoutPauses.of(
            fixture.acs, fixture.table, fixture.table, fixture.rules, fixture.clock())
        .recovery()
        .run(context);
  }

  private void assertDeleted() {
    assertEquals(Optional.empty(), fixture.account(RENAMED).mapping());
    assertTrue(fixture.account(ALICE).isAt(Move.Stage.MOVED, RENAMED.issuer()));
    assertEquals(Set.of(), fixture.acs.live());
    assertEquals(Set.of(), fixture.table.owned());
    assertEquals(List.of(), fixture.table.findPrevious(RENAMED, context));
    assertEquals(Set.of(), fixture.table.pending());
  }

  private static void assertFails(ErrorCode expected, Executable operation) {
    assertEquals(expected, assertThrows(ServiceException.class, operation).code());
  }
}
