package dev.acstoken.identity.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.identity.AccessPolicy;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.MappingStore;
import dev.acstoken.identity.Move;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.StoredRow;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.User;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Verifies what every {@link MappingStore} implementation guarantees. Each test starts with an
 * empty store whose table does not exist yet.
 */
public abstract class MappingStoreContract {

  static final List<String> AWKWARD_IDS =
      List.of(
          "O'Brien \"Bob\" ''",
          "a/b\\c?d#e&f=g;h",
          "100% %2F %00",
          "../../identity",
          "Zoë 日本 👩‍👩‍👧 \u202Ertl",
          " spaces ",
          "<b>&amp;</b>{\"a\":1}",
          "x".repeat(User.MAX_ID_LENGTH));

  static final List<AccessPolicy> POLICIES =
      List.of(
          AccessPolicy.INHERITED,
          AccessPolicy.custom(ScopeSet.NONE),
          AccessPolicy.custom(ScopeSet.of(TokenScope.CHAT)),
          AccessPolicy.custom(ScopeSet.of(TokenScope.values())));

  private static final User ALICE = new User("https://issuer.example", "alice");
  private static final Mapping FIRST = mapping(ALICE, "8:acs:first");
  private static final Mapping SECOND = mapping(ALICE, "8:acs:second");

  private static final Instant UNKNOWN_SINCE = Instant.parse("2026-11-21T08:15:00.456Z");
  private static final CommunicationUserId ID = FIRST.communicationUserId();
  private static final Account BLANK = Account.blank(ALICE);

  private static final User RENAMED = new User("https://renamed.example", ALICE.id());

  // In the format that Table Storage uses.
  private static final String SOME_VERSION = "W/\"datetime'2026-11-20T09%3A30%3A00.1230000Z'\"";

  private final RequestContext context = RequestContext.within(Duration.ofSeconds(30));

  /** Returns the store under test. Each test has its own. */
  protected abstract MappingStore store();

  @Test
  void aReadThatHasBegunReturnsTheAccount() {
    var absent = store().beginFind(ALICE, context);
    assertEquals(BLANK, absent.get());
    Account stored = store().replace(BLANK.withMapping(FIRST), context).orElseThrow();

    var begun = store().beginFind(ALICE, context);

    assertEquals(stored, begun.get());
  }

  @Test
  void aMissingTableReadsAsEmpty() {
    assertEquals(BLANK, store().find(ALICE, context));
    assertEquals(Optional.empty(), store().findOwner(ID, context));
  }

  @ParameterizedTest
  @MethodSource("removals")
  void removingFromAMissingTableChangesNothing(Call removal) {
    removal.on(store(), account(FIRST).withRow(StoredRow.of(SOME_VERSION)), context);

    assertEquals(BLANK, found());
  }

  static Stream<Call> removals() {
    return Stream.of(
        (store, account, context) ->
            assertEquals(Optional.empty(), store.replace(account.withoutMapping(), context)),
        (store, account, context) ->
            assertEquals(
                Optional.empty(),
                store.replace(account.withState(Mapping.State.DELETING), context)),
        (store, account, context) -> store.removeOwner(FIRST, context),
        (store, account, context) -> store.removeOwnerIf(FIRST, () -> true, context));
  }

  @ParameterizedTest
  @MethodSource("accounts")
  void findsANewAccountAsItWasStored(Account account) {
    Account stored = store().replace(account, context).orElseThrow();

    assertEquals(stored, found());
    assertEquals(account.withRow(stored.row().orElseThrow()), stored);
    assertFalse(stored.version().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("accounts")
  void findsAChangedAccountAsItWasStored(Account account) {
    Account first =
        put(account(SECOND).withPolicy(AccessPolicy.custom(ScopeSet.of(TokenScope.VOIP_JOIN))));

    Account changed =
        store().replace(account.withRow(first.row().orElseThrow()), context).orElseThrow();

    assertEquals(changed, found());
    assertEquals(account.withRow(changed.row().orElseThrow()), changed);
    assertNotEquals(first.version(), changed.version());
  }

  static Stream<Account> accounts() {
    return POLICIES.stream()
        .flatMap(
            policy ->
                Stream.of(
                        Stream.of(BLANK.withPolicy(policy)).filter(it -> !it.isBlank()),
                        Stream.of(Mapping.State.values())
                            .map(state -> account(FIRST).withState(state).withPolicy(policy)),
                        moves().flatMap(move -> moved(move, policy)))
                    .flatMap(accounts -> accounts));
  }

  private static Stream<Move> moves() {
    return Stream.of(Move.Stage.values()).map(stage -> new Move(stage, RENAMED.issuer()));
  }

  private static Stream<Account> moved(Move move, AccessPolicy policy) {
    Account account = BLANK.withMove(move).withPolicy(policy);
    return Stream.of(account, account.withMapping(FIRST));
  }

  @ParameterizedTest
  @MethodSource("accounts")
  void anInsertNeverOverwritesAStoredAccount(Account account) {
    Account before = put(account);

    assertEquals(Optional.empty(), store().replace(account(SECOND), context));

    assertEquals(before, found());
  }

  @Test
  void onlyOneOfManyConcurrentInsertsSucceeds() throws Exception {
    assertEquals(1, countConcurrentSuccesses(BLANK));
  }

  @Test
  void onlyOneOfManyConcurrentUpdatesSucceeds() throws Exception {
    assertEquals(1, countConcurrentSuccesses(put(BLANK.withPolicy(POLICIES.get(1)))));
  }

  private long countConcurrentSuccesses(Account read) throws Exception {
    List<Callable<Optional<Account>>> writes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Mapping mapping = mapping(ALICE, "8:acs:" + i);
      writes.add(() -> store().replace(read.withMapping(mapping), context));
    }
    int successes = 0;
    for (Optional<Account> result : concurrently(writes)) {
      if (result.isPresent()) {
        successes++;
        assertEquals(result.get(), found());
      }
    }
    return successes;
  }

  private static <T> List<T> concurrently(List<Callable<T>> calls) throws Exception {
    var threads = Executors.newFixedThreadPool(calls.size());
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> result : threads.invokeAll(calls)) {
        results.add(result.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void anUpdateFailsIfTheAccountHasChanged() {
    Account read = put(account(FIRST));
    Account marked = put(read.withState(Mapping.State.DELETING));

    assertEquals(
        Optional.empty(), store().replace(read.withState(Mapping.State.REVOKING), context));

    assertEquals(marked, found());
  }

  @Test
  void anUpdateFailsIfTheAccountHasBeenRemoved() {
    Account read = put(account(FIRST));
    put(read.withoutMapping());

    assertEquals(
        Optional.empty(), store().replace(read.withState(Mapping.State.DELETING), context));

    assertEquals(BLANK, found());
  }

  @Test
  void aStaleMappingNeitherMarksNorRemovesTheNextOne() {
    Account first = put(account(FIRST));
    put(first.withoutMapping());
    Account second = put(account(SECOND));

    assertEquals(
        Optional.empty(), store().replace(first.withState(Mapping.State.DELETING), context));
    assertEquals(Optional.empty(), store().replace(first.withoutMapping(), context));

    assertEquals(second, found());
  }

  @Test
  void onlyOneCallerRemovesABlankAccount() {
    Account marked = put(put(account(FIRST)).withState(Mapping.State.DELETING));

    assertEquals(Optional.of(BLANK), store().replace(marked.withoutMapping(), context));
    assertEquals(Optional.empty(), store().replace(marked.withoutMapping(), context));

    assertEquals(BLANK, found());
  }

  @Test
  void anAccountThatWasReadIsRemovedWhenItIsBlank() {
    put(account(FIRST).withPolicy(POLICIES.get(0)));

    put(found().withoutMapping().withPolicy(AccessPolicy.INHERITED));

    assertEquals(BLANK, found());
  }

  @Test
  void aRemovalFailsIfTheAccountHasChanged() {
    Account read = put(account(FIRST));
    Account marked = put(read.withState(Mapping.State.DELETING));

    assertEquals(Optional.empty(), store().replace(read.withoutMapping(), context));

    assertEquals(marked, found());
  }

  @Test
  void findsTheOwnerOfAnIdentity() {
    store().putOwner(FIRST, context);
    store().putOwner(FIRST, context);

    assertEquals(Optional.of(ALICE), store().findOwner(ID, context));
    assertEquals(Optional.empty(), store().findOwner(SECOND.communicationUserId(), context));
    assertEquals(BLANK, found());
  }

  @Test
  void anIdentityHasOneOwner() {
    assertTrue(store().putOwner(FIRST, context));
    assertFalse(store().putOwner(FIRST.withUser(RENAMED), context));
    assertTrue(store().putOwner(FIRST, context));

    assertEquals(Optional.of(ALICE), store().findOwner(ID, context));
  }

  @Test
  void onlyOneOfManyUsersBecomesTheOwner() throws Exception {
    List<Callable<Boolean>> writes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Mapping mapping = FIRST.withUser(new User(ALICE.issuer(), "user " + i));
      writes.add(() -> store().putOwner(mapping, context));
    }

    assertEquals(1, concurrently(writes).stream().filter(isOwner -> isOwner).count());
  }

  @Test
  void anOwnerIsRemovedOnlyAsTheUserWhoIsIt() {
    store().putOwner(FIRST, context);

    assertFalse(store().removeOwner(FIRST.withUser(RENAMED), context));
    assertEquals(Optional.of(ALICE), store().findOwner(ID, context));

    assertTrue(store().removeOwner(FIRST, context));
    assertTrue(store().removeOwner(FIRST, context));
    assertEquals(Optional.empty(), store().findOwner(ID, context));
  }

  @Test
  void anOwnerIsMovedToAnotherName() {
    store().putOwner(FIRST, context);

    store().moveOwner(ALICE, FIRST.withUser(RENAMED), context);
    store().moveOwner(ALICE, FIRST.withUser(RENAMED), context);

    assertEquals(Optional.of(RENAMED), store().findOwner(ID, context));
  }

  @Test
  void neitherAnotherOwnerNorAnAbsentOneIsMoved() {
    User bob = new User(ALICE.issuer(), "bob");
    store().putOwner(FIRST.withUser(bob), context);

    store().moveOwner(ALICE, FIRST.withUser(RENAMED), context);
    store().moveOwner(ALICE, SECOND.withUser(RENAMED), context);

    assertEquals(Optional.of(bob), store().findOwner(ID, context));
    assertEquals(Optional.empty(), store().findOwner(SECOND.communicationUserId(), context));
  }

  @ParameterizedTest
  @MethodSource("originals")
  void aCopyIsStoredUnderAnotherName(Account original) {
    Account copy = original.movedTo(Account.blank(RENAMED));
    List<Mapping> previous = List.of(SECOND.withUser(RENAMED));

    assertTrue(store().storeCopy(original, copy, previous, context));

    Account found = store().find(RENAMED, context);
    assertEquals(copy.withRow(found.row().orElseThrow()), found);
    assertEquals(previous, store().findPrevious(RENAMED, context));
    assertEquals(BLANK, found());
  }

  static Stream<Account> originals() {
    return POLICIES.stream()
        .flatMap(policy -> Stream.of(BLANK.withPolicy(policy), account(FIRST).withPolicy(policy)));
  }

  @Test
  void aCopyNeverReplacesAnAccountThatWasNotRead() {
    Account existing = put(account(SECOND.withUser(RENAMED)));
    Account copy = account(FIRST).movedTo(Account.blank(RENAMED));

    assertFalse(store().storeCopy(account(FIRST), copy, previousCopies(), context));

    assertEquals(existing, store().find(RENAMED, context));
    assertEquals(List.of(), store().findPrevious(RENAMED, context));
  }

  @Test
  void aCopyReplacesAPointerThatIsUnchanged() {
    Account pointer = put(Account.blank(RENAMED).pointerTo(ALICE.issuer()));
    Account copy = account(FIRST).movedTo(pointer);

    assertTrue(store().storeCopy(account(FIRST), copy, previousCopies(), context));
    assertFalse(store().storeCopy(account(FIRST), copy, List.of(), context));

    Account found = store().find(RENAMED, context);
    assertEquals(copy.withRow(found.row().orElseThrow()), found);
    assertEquals(previousCopies(), store().findPrevious(RENAMED, context));
  }

  @Test
  void aCopyReplacesThePreviousIdentitiesThatAnEarlierMoveLeft() {
    Account first = put(account(FIRST.withUser(RENAMED)));
    Account second = store().supersede(first, SECOND.withUser(RENAMED), context).orElseThrow();
    Mapping third = mapping(RENAMED, "8:acs:third");
    Account left = store().supersede(second, third, context).orElseThrow();
    Account pointer = put(left.pointerTo(ALICE.issuer()));
    Account original = account(third.withUser(ALICE));

    assertTrue(store().storeCopy(original, original.movedTo(pointer), previousCopies(), context));

    assertEquals(previousCopies(), store().findPrevious(RENAMED, context));
    assertTrue(store().find(RENAMED, context).hasIdentity(third));
  }

  private static List<Mapping> previousCopies() {
    return List.of(SECOND.withUser(RENAMED));
  }

  @Test
  void aPointerIsInsertedOnlyIfNoAccountExists() {
    Account existing = put(account(FIRST));
    Account pointer = BLANK.pointerTo(RENAMED.issuer());

    assertEquals(Optional.empty(), store().replace(pointer, context));
    assertEquals(existing, found());

    put(existing.pointerTo(RENAMED.issuer()));
    assertTrue(found().isAt(Move.Stage.MOVED, RENAMED.issuer()));
    assertEquals(Optional.empty(), found().mapping());
  }

  @Test
  void removingAnOwnerRemovesNothingElse() {
    Account before = put(account(FIRST));
    store().putOwner(FIRST, context);
    store().putOwner(SECOND, context);

    store().removeOwner(FIRST, context);
    store().removeOwner(FIRST, context);

    assertEquals(Optional.empty(), store().findOwner(ID, context));
    assertEquals(Optional.of(ALICE), store().findOwner(SECOND.communicationUserId(), context));
    assertEquals(before, found());
  }

  @Test
  void anOwnerIsRemovedIfTheConditionHolds() {
    assertTrue(store().putOwner(FIRST, context));
    store().removeOwnerIf(FIRST, () -> false, context);
    assertEquals(Optional.of(ALICE), store().findOwner(ID, context));

    store().removeOwnerIf(FIRST, () -> true, context);
    store().removeOwnerIf(FIRST, () -> true, context);

    assertEquals(Optional.empty(), store().findOwner(ID, context));
  }

  @Test
  void anOwnerThatIsStoredAgainAfterTheConditionStays() {
    assertTrue(store().putOwner(FIRST, context));

    store().removeOwnerIf(FIRST, () -> store().putOwner(FIRST, context), context);

    assertEquals(Optional.of(ALICE), store().findOwner(ID, context));
  }

  @Test
  void anotherUserAsTheOwnerIsNotRemovedOnAnyCondition() {
    assertTrue(store().putOwner(FIRST, context));
    User other = new User(ALICE.issuer(), "bob");

    store().removeOwnerIf(FIRST.withUser(other), () -> true, context);

    assertEquals(Optional.of(ALICE), store().findOwner(ID, context));
  }

  @Test
  void remembersSinceWhenAnIdentityIsUnknown() {
    Account account = put(account(FIRST));

    Account unknown = put(account.withUnknownSince(Optional.of(UNKNOWN_SINCE)));
    assertEquals(unknown, found());
    assertEquals(Optional.of(UNKNOWN_SINCE), found().mapping().orElseThrow().unknownSince());

    put(unknown.withUnknownSince(Optional.empty()));
    assertEquals(Optional.empty(), found().mapping().orElseThrow().unknownSince());
  }

  @Test
  void anIdentityThatIsSupersededBecomesAPreviousOne() {
    Account account = put(account(FIRST).withPolicy(POLICIES.get(0)));
    Account unknown = put(account.withUnknownSince(Optional.of(UNKNOWN_SINCE)));

    Account superseded = store().supersede(unknown, SECOND, context).orElseThrow();

    assertEquals(superseded, found());
    assertEquals(unknown.withMapping(SECOND).withRow(superseded.row().orElseThrow()), superseded);
    assertEquals(List.of(unknown.mapping().orElseThrow()), previous());
  }

  @Test
  void nothingIsSupersededIfTheAccountHasChanged() {
    Account account = put(account(FIRST));
    Account marked = put(account.withState(Mapping.State.DELETING));

    assertEquals(Optional.empty(), store().supersede(account, SECOND, context));

    assertEquals(marked, found());
    assertEquals(List.of(), previous());
  }

  @Test
  void nothingIsSupersededIfTheAccountHasBeenRemoved() {
    Account account = put(account(FIRST));
    put(account.withoutMapping());

    assertEquals(Optional.empty(), store().supersede(account, SECOND, context));

    assertEquals(BLANK, found());
    assertEquals(List.of(), previous());
  }

  @Test
  void aUserMayHaveSeveralPreviousIdentities() {
    Account second = store().supersede(put(account(FIRST)), SECOND, context).orElseThrow();
    var unused = store().supersede(second, mapping(ALICE, "8:acs:third"), context).orElseThrow();

    assertEquals(Set.of(FIRST, SECOND), Set.copyOf(previous()));
    assertEquals(List.of(), store().findPrevious(new User(ALICE.issuer(), "bob"), context));
  }

  @Test
  void aRemovedPreviousIdentityStaysRemoved() {
    var unused = store().supersede(put(account(FIRST)), SECOND, context).orElseThrow();
    Mapping unknown = FIRST.withUnknownSince(Optional.of(UNKNOWN_SINCE));

    store().updatePrevious(unknown, context);
    assertEquals(List.of(unknown), previous());

    store().removePrevious(FIRST, context);
    store().removePrevious(FIRST, context);
    store().updatePrevious(unknown, context);
    assertEquals(List.of(), previous());
    assertTrue(found().hasIdentity(SECOND));
  }

  private List<Mapping> previous() {
    return store().findPrevious(ALICE, context);
  }

  @ParameterizedTest
  @FieldSource("AWKWARD_IDS")
  void storesAnyUsableUserIdUnchanged(String id) {
    User user = new User(ALICE.issuer(), id);
    Mapping mapping = mapping(user, "8:acs:" + id.length());

    store().putOwner(mapping, context);
    Account account = put(account(mapping));
    assertEquals(Optional.empty(), store().replace(account(mapping), context));

    assertEquals(account, store().find(user, context));
    assertEquals(user, account.user());
    assertEquals(Optional.of(user), store().findOwner(mapping.communicationUserId(), context));
    Account marked = put(account.withState(Mapping.State.DELETING));
    put(marked.withoutMapping());
    assertTrue(store().find(user, context).isBlank());
  }

  @Test
  void usersWithSimilarIdsAreDifferentUsers() {
    List<User> users =
        List.of(
            ALICE,
            new User("https://other.example", "alice"),
            new User(ALICE.issuer(), "Alice"),
            new User(ALICE.issuer(), "alice "),
            new User(ALICE.issuer(), "Zo\u00EB"),
            new User(ALICE.issuer(), "Zoe\u0308"));

    for (int i = 0; i < users.size(); i++) {
      put(account(mapping(users.get(i), "8:acs:" + i)));
    }

    for (int i = 0; i < users.size(); i++) {
      Account found = store().find(users.get(i), context);
      assertEquals(users.get(i), found.user());
      assertEquals(Optional.of(mapping(users.get(i), "8:acs:" + i)), found.mapping());
    }
  }

  @ParameterizedTest
  @MethodSource("calls")
  void noCallTakesEffectAfterTheDeadline(Call call) {
    Account before = put(account(FIRST));
    store().putOwner(FIRST, context);

    var thrown =
        assertThrows(
            ServiceException.class,
            () -> call.on(store(), before, RequestContext.within(Duration.ZERO)));

    assertEquals(ErrorCode.STORAGE_UNAVAILABLE, thrown.code());
    assertEquals(before, found());
    assertEquals(Optional.of(ALICE), store().findOwner(ID, context));
    assertEquals(Account.blank(RENAMED), store().find(RENAMED, context));
  }

  /** Returns a call of every method of the port. */
  public static Stream<Call> calls() {
    return Stream.concat(
        removals(),
        Stream.of(
            (store, account, context) -> store.find(account.user(), context),
            (store, account, context) -> store.replace(account(SECOND), context),
            (store, account, context) -> store.supersede(account, SECOND, context),
            (store, account, context) -> store.findPrevious(account.user(), context),
            (store, account, context) -> store.updatePrevious(FIRST, context),
            (store, account, context) -> store.removePrevious(FIRST, context),
            (store, account, context) -> store.findOwner(ID, context),
            (store, account, context) -> store.putOwner(SECOND, context),
            (store, account, context) ->
                store.moveOwner(account.user(), FIRST.withUser(RENAMED), context),
            (store, account, context) ->
                store.storeCopy(
                    account, account.movedTo(Account.blank(RENAMED)), List.of(), context)));
  }

  /** A call of the port for a stored account. */
  @FunctionalInterface
  public interface Call {
    void on(MappingStore store, Account account, RequestContext context);
  }

  private Account found() {
    return store().find(ALICE, context);
  }

  private Account put(Account account) {
    return store().replace(account, context).orElseThrow();
  }

  private static Account account(Mapping mapping) {
    return Account.blank(mapping.user()).withMapping(mapping);
  }

  private static Mapping mapping(User user, String id) {
    return Mapping.active(
        user,
        new CommunicationUserId(id),
        "https://contoso.communication.azure.com",
        Instant.parse("2026-11-20T09:30:00.123Z"));
  }
}
