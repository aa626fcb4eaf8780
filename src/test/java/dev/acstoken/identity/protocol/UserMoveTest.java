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
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.Move;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.UserMove.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Verifies that a move carries over everything that is stored for a user, whatever interrupts it,
 * and that it changes nothing if it cannot take place.
 */
class UserMoveTest {

  private static final String NEW = RENAMED.issuer();

  private static final List<String> STEPS =
      List.of(
          "find",
          "find",
          "findPrevious",
          "markMoving",
          "find",
          "findPrevious",
          "moveOwner",
          "moveOwner",
          "storeCopy",
          "point");

  /** The changes of an account with an identity, after which it is moved. */
  static final List<UnaryOperator<Account>> ACCOUNTS =
      List.of(
          account -> account,
          account -> account.withPolicy(AccessPolicy.custom(ScopeSet.NONE)),
          account -> account.withPolicy(AccessPolicy.custom(ScopeSet.of(TokenScope.CHAT))),
          account -> account.withUnknownSince(Optional.of(DomainFixture.NOW)),
          account -> account.withoutMapping().withPolicy(AccessPolicy.custom(ScopeSet.NONE)));

  private final DomainFixture fixture = new DomainFixture();
  private final RequestContext context = fixture.context;
  private final UserMove moves =
      new UserMove(new ScriptedMappingStore(fixture.table, fixture.script));
  private final UserMove othersMoves = new UserMove(fixture.table);

  @ParameterizedTest
  @FieldSource("ACCOUNTS")
  void everythingThatIsStoredIsMoved(UnaryOperator<Account> change) {
    Account stored = given(change);

    assertEquals(Outcome.MOVED, move());

    assertMoved(stored);
  }

  @Test
  void theOwnersAndTheCopyAreWrittenBetweenTheMarkAndThePointer() {
    givenWithPrevious();

    assertEquals(Outcome.MOVED, move());

    assertEquals(STEPS, fixture.script.log());
  }

  @Test
  void previousIdentitiesAreMovedWithTheirOwners() {
    Account stored = givenWithPrevious();
    Mapping previous = previousOf(ALICE).get(0);

    assertEquals(Outcome.MOVED, move());

    assertMoved(stored);
    assertEquals(List.of(previous.withUser(RENAMED)), previousOf(RENAMED));
    assertEquals(2, fixture.table.owned().size());
  }

  @Test
  void aUserForWhomNothingIsStoredIsNotMoved() {
    assertEquals(Outcome.ABSENT, move());

    assertEquals(List.of("find"), fixture.script.log());
  }

  @Test
  void aUserIsMovedOnce() {
    Account stored = given(account -> account);
    assertEquals(Outcome.MOVED, move());
    Account moved = fixture.account(RENAMED);
    fixture.script.clearLog();

    assertEquals(Outcome.MOVED_BEFORE, move());

    assertEquals(List.of("find"), fixture.script.log());
    assertEquals(moved, fixture.account(RENAMED));
    assertMoved(stored);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ACTIVE")
  void aUserWithAPendingChangeIsNotMoved(Mapping.State state) {
    Account stored = given(account -> account.withState(state));

    assertEquals(Outcome.CHANGING, move());

    assertUntouched(stored);
  }

  @Test
  void aUserWhomAnotherRequestChangesIsNotMoved() {
    Account stored = given(account -> account);
    fixture.script.before("markMoving", fixture::markDeleting);

    assertEquals(Outcome.CHANGING, move());

    assertEquals(Mapping.State.DELETING, fixture.stored(ALICE).state());
    assertEquals(Account.blank(RENAMED), fixture.account(RENAMED));
    assertOwner(stored.mapping().orElseThrow(), ALICE);
  }

  @Test
  void aUserWithAnAccountUnderTheNewNameIsNotMoved() {
    Account stored = given(account -> account);
    Mapping other = fixture.othersIdentities.ensure(RENAMED, context).mapping();

    assertEquals(Outcome.CONFLICT, move());

    assertEquals(stored, fixture.account(ALICE));
    assertEquals(Optional.of(other), fixture.account(RENAMED).mapping());
    assertEquals(List.of("find", "find", "findPrevious", "moveOwner"), fixture.script.log());
    fixture.assertTidy(ALICE, RENAMED);
  }

  @Test
  void aUserWhoMovesOrHasMovedToAThirdNameIsNotMoved() {
    Account stored = given(account -> account);
    Account marked = stored.withMove(new Move(Move.Stage.MOVING, "https://third.example"));
    fixture.put(marked);
    assertEquals(Outcome.CONFLICT, move());
    assertTrue(fixture.account(ALICE).isAt(Move.Stage.MOVING, "https://third.example"));

    fixture.put(fixture.account(ALICE).withoutMove());
    assertEquals(Outcome.MOVED, othersMoves.move(ALICE, "https://third.example", context));
    assertEquals(Outcome.CONFLICT, move());
    assertTrue(fixture.account(ALICE).isAt(Move.Stage.MOVED, "https://third.example"));
    assertEquals(Account.blank(RENAMED), fixture.account(RENAMED));
  }

  // An instance that knows no former name may create an account at any time.
  @ParameterizedTest
  @MethodSource("stepsBeforeTheCopy")
  void theMoveIsUndoneIfAnAccountAppearsUnderTheNewName(int step) {
    Account stored = givenWithPrevious();
    fixture.script.dieInStep(step, true);
    assertThrows(FaultScript.ProcessDeath.class, this::move);
    fixture.script.dieInStep(Integer.MAX_VALUE, true);
    Mapping other = fixture.othersIdentities.ensure(RENAMED, context).mapping();

    assertEquals(Outcome.CONFLICT, move());

    assertEquals(Optional.of(other), fixture.account(RENAMED).mapping());
    assertOwner(other, RENAMED);
    assertSameContent(stored, fixture.account(ALICE));
    assertOwner(stored.mapping().orElseThrow(), ALICE);
    previousOf(ALICE).forEach(previous -> assertOwner(previous, ALICE));
    assertEquals(List.of(), previousOf(RENAMED));
  }

  @Test
  void theMoveGoesOnIfTheOtherAccountDisappearsBeforeItIsUndone() {
    Account stored = givenWithPrevious();
    fixture.put(stored.withMove(new Move(Move.Stage.MOVING, NEW)));
    fixture.othersIdentities.ensure(RENAMED, context);
    fixture.script.before(
        "map",
        () -> {
          fixture.othersIdentities.delete(RENAMED, context);
          assertEquals(Outcome.MOVED, othersMoves.move(ALICE, NEW, context));
        });

    assertEquals(Outcome.CHANGING, move());

    assertEquals(Outcome.MOVED_BEFORE, move());
    assertMoved(stored);
  }

  @Test
  void aUserWithMorePreviousIdentitiesThanATransactionHoldsIsNotMoved() {
    given(account -> account);
    for (int i = 0; i < 50; i++) {
      Mapping replacement = mapping(new CommunicationUserId("8:acs:" + i));
      assertTrue(fixture.table.supersede(fixture.account(ALICE), replacement, context).isPresent());
    }
    Account stored = fixture.account(ALICE);

    assertEquals(Outcome.CONFLICT, move());

    assertEquals(stored, fixture.account(ALICE));
  }

  static IntStream stepsBeforeTheCopy() {
    return IntStream.rangeClosed(1, STEPS.indexOf("storeCopy"));
  }

  // The process dies, so nothing of it cleans up.
  static Stream<Death> deaths() {
    return IntStream.rangeClosed(1, STEPS.size())
        .boxed()
        .flatMap(step -> Stream.of(new Death(step, false), new Death(step, true)));
  }

  @ParameterizedTest
  @MethodSource("deaths")
  void aRepeatedMoveCompletesAnInterruptedOne(Death death) {
    Account stored = givenWithPrevious();
    die(death);

    assertEquals(death.isComplete() ? Outcome.MOVED_BEFORE : Outcome.MOVED, move());

    assertMoved(stored);
    assertEquals(1, previousOf(RENAMED).size());
  }

  @ParameterizedTest
  @MethodSource("deaths")
  void aRequestUnderEitherNameFindsTheIdentityAfterAnInterruptedMove(Death death) {
    for (boolean isRenamed : List.of(true, false)) {
      var each = new UserMoveTest();
      Account stored = each.givenWithPrevious();
      each.die(death);

      Mapping found =
          isRenamed
              ? each.fixture.renamed().identities().get(RENAMED, each.context)
              : each.fixture.othersIdentities.get(ALICE, each.context);

      assertTrue(stored.hasIdentity(found));
      if (!death.isMarked()) {
        each.assertUntouched(stored);
      }
      var unused = each.move();
      each.assertMoved(stored);
    }
  }

  @ParameterizedTest
  @MethodSource("steps")
  void ofTwoConcurrentMovesOneCompletesBoth(String step) {
    Account stored = givenWithPrevious();
    fixture.script.before(
        step, () -> assertEquals(Outcome.MOVED, othersMoves.move(ALICE, NEW, context)));

    Outcome outcome = move();

    assertTrue(Set.of(Outcome.MOVED_BEFORE, Outcome.CHANGING).contains(outcome));
    assertMoved(stored);
    assertEquals(1, previousOf(RENAMED).size());
    assertEquals(Outcome.MOVED_BEFORE, move());
  }

  static Stream<String> steps() {
    return STEPS.stream().distinct();
  }

  @Test
  void aFailedMoveIsCompletedWhenItIsRepeated() {
    Account stored = givenWithPrevious();
    for (String step : List.of("markMoving", "moveOwner", "storeCopy", "point")) {
      fixture.script.after(step, FaultScript.failing(ErrorCode.STORAGE_UNAVAILABLE));
    }

    for (int failures = 0; failures < 4; failures++) {
      var failure = assertThrows(ServiceException.class, this::move);
      assertEquals(ErrorCode.STORAGE_UNAVAILABLE, failure.code());
    }

    assertEquals(Outcome.MOVED_BEFORE, move());
    assertMoved(stored);
  }

  @Test
  void aLateCopyBringsNothingBack() {
    givenWithPrevious();
    fixture.script.before(
        "storeCopy",
        () -> {
          assertEquals(Outcome.MOVED, othersMoves.move(ALICE, NEW, context));
          fixture.othersIdentities.delete(RENAMED, context);
        });

    assertEquals(Outcome.CHANGING, move());

    assertEquals(Optional.empty(), fixture.account(RENAMED).mapping());
    assertEquals(List.of(), previousOf(RENAMED));
    assertEquals(Set.of(), fixture.table.owned());
    assertEquals(Set.of(), fixture.acs.live());
  }

  @Test
  void aPreviousIdentityThatIsRemovedDuringTheMoveIsNotBroughtBack() {
    givenWithPrevious();
    fixture.script.before("storeCopy", () -> fixture.othersIdentities.delete(ALICE, context));

    assertEquals(Outcome.CHANGING, move());

    assertEquals(List.of(), previousOf(RENAMED));
    assertEquals(Set.of(), fixture.table.owned());
    assertEquals(Set.of(), fixture.acs.live());
  }

  @Test
  void aUserIsMovedBack() {
    Account stored = givenWithPrevious();
    assertEquals(Outcome.MOVED, move());

    assertEquals(Outcome.MOVED, moves.move(RENAMED, ALICE.issuer(), context));

    Account back = fixture.account(ALICE);
    assertSameContent(stored, back);
    assertTrue(back.isAt(Move.Stage.FROM, NEW));
    assertTrue(fixture.account(RENAMED).isAt(Move.Stage.MOVED, ALICE.issuer()));
    assertOwner(stored.mapping().orElseThrow(), ALICE);
    assertEquals(1, previousOf(ALICE).size());
    assertEquals(Outcome.MOVED, move());
    assertMoved(stored);
  }

  @Test
  void aMoveBackBringsNoPreviousIdentityBackThatWasDeletedMeanwhile() {
    givenWithPrevious();
    assertEquals(Outcome.MOVED, move());
    fixture.othersIdentities.delete(RENAMED, context);
    fixture.othersIdentities.ensure(RENAMED, context);

    assertEquals(Outcome.MOVED, moves.move(RENAMED, ALICE.issuer(), context));

    assertEquals(List.of(), previousOf(ALICE));
  }

  @Test
  void aUserIsMovedOnUnderAThirdName() {
    Account stored = givenWithPrevious();
    assertEquals(Outcome.MOVED, move());

    assertEquals(Outcome.MOVED, moves.move(RENAMED, "https://third.example", context));

    User third = new User("https://third.example", ALICE.id());
    assertSameContent(
        stored.withMapping(stored.mapping().orElseThrow().withUser(third)), fixture.account(third));
    assertTrue(stored.hasIdentity(fixture.othersIdentities.get(ALICE, context)));
    assertOwner(stored.mapping().orElseThrow(), third);
  }

  @Test
  void aUserWhoIsMovedOnIsFirstMovedCompletely() {
    Account stored = givenWithPrevious();
    die(new Death(STEPS.indexOf("storeCopy") + 1, true));

    assertEquals(Outcome.MOVED, moves.move(RENAMED, "https://third.example", context));

    assertTrue(fixture.account(ALICE).isAt(Move.Stage.MOVED, NEW));
    assertTrue(fixture.account(RENAMED).isAt(Move.Stage.MOVED, "https://third.example"));
    assertTrue(stored.hasIdentity(fixture.othersIdentities.get(ALICE, context)));
  }

  private Outcome move() {
    return moves.move(ALICE, NEW, context);
  }

  private Account given(UnaryOperator<Account> change) {
    fixture.given();
    fixture.put(change.apply(fixture.account(ALICE)));
    Account changed = fixture.account(ALICE);
    if (changed.mapping().isEmpty()) {
      fixture.acs.live().forEach(id -> fixture.table.removeOwner(mapping(id), context));
    }
    return changed;
  }

  /** Gives Alice an identity, and another one that it replaced. */
  private Account givenWithPrevious() {
    fixture.given();
    CommunicationUserId replacement = fixture.acs.create(context);
    fixture.table.putOwner(mapping(replacement), context);
    return fixture
        .table
        .supersede(fixture.account(ALICE), mapping(replacement), context)
        .orElseThrow();
  }

  private Mapping mapping(CommunicationUserId id) {
    return Mapping.active(ALICE, id, fixture.acs.endpoint(), DomainFixture.NOW);
  }

  private List<Mapping> previousOf(User user) {
    return fixture.table.findPrevious(user, context);
  }

  private void die(Death death) {
    fixture.script.dieInStep(death.step(), death.hasEffect());
    assertThrows(FaultScript.ProcessDeath.class, this::move);
    fixture.script.dieInStep(Integer.MAX_VALUE, true);
  }

  private void assertMoved(Account stored) {
    Account moved = fixture.account(RENAMED);
    assertTrue(moved.isAt(Move.Stage.FROM, ALICE.issuer()));
    assertEquals(stored.policy(), moved.policy());
    assertEquals(stored.mapping().map(mapping -> mapping.withUser(RENAMED)), moved.mapping());
    Account pointer = fixture.account(ALICE);
    assertTrue(pointer.isAt(Move.Stage.MOVED, NEW));
    assertEquals(Optional.empty(), pointer.mapping());
    assertEquals(AccessPolicy.INHERITED, pointer.policy());
    moved.mapping().ifPresent(mapping -> assertOwner(mapping, RENAMED));
    previousOf(RENAMED).forEach(previous -> assertOwner(previous, RENAMED));
  }

  private void assertUntouched(Account stored) {
    assertEquals(stored, fixture.account(ALICE));
    assertEquals(Account.blank(RENAMED), fixture.account(RENAMED));
    assertOwner(stored.mapping().orElseThrow(), ALICE);
    assertEquals(List.of(), previousOf(RENAMED));
  }

  private static void assertSameContent(Account expected, Account actual) {
    assertEquals(expected.mapping(), actual.mapping());
    assertEquals(expected.policy(), actual.policy());
    assertFalse(actual.isAt(Move.Stage.MOVING, NEW));
  }

  private void assertOwner(Mapping mapping, User owner) {
    assertEquals(
        Optional.of(owner), fixture.table.findOwner(mapping.communicationUserId(), context));
  }

  /** The step of a move in which its process dies, and whether that step takes effect. */
  record Death(int step, boolean hasEffect) {

    /** Returns whether the account was marked, so that any request completes the move. */
    boolean isMarked() {
      int mark = STEPS.indexOf("markMoving") + 1;
      return step > mark || (step == mark && hasEffect);
    }

    boolean isComplete() {
      return step == STEPS.size() && hasEffect;
    }

    @Override
    public String toString() {
      return (hasEffect ? "after " : "before ") + STEPS.get(step - 1) + " " + step;
    }
  }
}
