package dev.acstoken.identity.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.Failure;
import dev.acstoken.identity.IdentityException;
import dev.acstoken.identity.Mapping;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What every {@link MappingTable} promises. The table of each test does not exist beforehand. */
public abstract class MappingTableContract {

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

  static final List<Optional<Set<TokenScope>>> POLICIES =
      List.of(
          Optional.empty(),
          Optional.of(Set.of()),
          Optional.of(Set.of(TokenScope.CHAT)),
          Optional.of(Set.of(TokenScope.values())));

  private static final User ALICE = new User("https://issuer.example", "alice");
  private static final Mapping FIRST = mapping(ALICE, "8:acs:first");
  private static final Mapping SECOND = mapping(ALICE, "8:acs:second");

  private static final CommunicationUserId ID = FIRST.communicationUserId();
  private static final Account BLANK = Account.blank(ALICE);
  private static final Unsettled.Change LIFE = Unsettled.Change.LIFE;

  // Of the form that Table Storage gives.
  private static final String SOME_VERSION = "W/\"datetime'2026-11-20T09%3A30%3A00.1230000Z'\"";

  private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
  private static final Instant FAR_AHEAD = Instant.parse("2100-01-01T00:00:00Z");

  private final Deadline deadline = Deadline.in(Duration.ofSeconds(30));

  /** The table under test, one per test. */
  protected abstract MappingTable table();

  /** The identities with an unsettled record, past the port: it has no method for that. */
  protected abstract Set<CommunicationUserId> unsettled();

  @Test
  void aTableThatDoesNotExistIsAnEmptyOne() {
    assertEquals(BLANK, table().find(ALICE, deadline));
    assertEquals(Optional.empty(), table().findUser(ID, deadline));
  }

  @Test
  void aTableThatDoesNotExistHasNothingUnsettled() {
    assertEquals(List.of(), table().findUnsettled(FAR_AHEAD, deadline));
  }

  @ParameterizedTest
  @MethodSource("removals")
  void removingFromATableThatDoesNotExistChangesNothing(Call removal) {
    removal.on(table(), account(FIRST).stored(SOME_VERSION), deadline);

    assertEquals(BLANK, found());
  }

  static Stream<Call> removals() {
    return Stream.of(
        (table, account, deadline) ->
            assertEquals(Optional.empty(), table.replace(account.withoutIdentity(), deadline)),
        (table, account, deadline) ->
            assertEquals(
                Optional.empty(), table.replace(account.in(Mapping.State.DELETING), deadline)),
        (table, account, deadline) -> table.removeReverse(ID, deadline),
        (table, account, deadline) -> table.forget(ID, deadline));
  }

  @ParameterizedTest
  @MethodSource("accounts")
  void anAccountIsFoundAsItWasPutOnRecord(Account account) {
    Account stored = table().replace(account, deadline).orElseThrow();

    assertEquals(stored, found());
    assertEquals(account.stored(stored.version()), stored);
    assertFalse(stored.version().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("accounts")
  void anAccountIsFoundAsItWasChanged(Account account) {
    Account first = put(account(SECOND).allowing(Optional.of(Set.of(TokenScope.VOIP_JOIN))));

    Account changed = table().replace(account.stored(first.version()), deadline).orElseThrow();

    assertEquals(changed, found());
    assertEquals(account.stored(changed.version()), changed);
    assertNotEquals(first.version(), changed.version());
  }

  static Stream<Account> accounts() {
    return POLICIES.stream()
        .flatMap(
            policy ->
                Stream.concat(
                    Stream.of(BLANK.allowing(policy)).filter(it -> !it.isBlank()),
                    Stream.of(Mapping.State.values())
                        .map(state -> account(FIRST).in(state).allowing(policy))));
  }

  @ParameterizedTest
  @MethodSource("accounts")
  void whatIsOnRecordKeepsASecondOut(Account account) {
    Account before = put(account);

    assertEquals(Optional.empty(), table().replace(account(SECOND), deadline));

    assertEquals(before, found());
  }

  @Test
  void oneOfManyWhoSawNothingSucceeds() throws Exception {
    assertEquals(1, successesAtOnce(BLANK));
  }

  @Test
  void oneOfManyWhoSawTheSameSucceeds() throws Exception {
    assertEquals(1, successesAtOnce(put(BLANK.allowing(POLICIES.get(1)))));
  }

  private long successesAtOnce(Account seen) throws Exception {
    List<Callable<Optional<Account>>> writes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Mapping mapping = mapping(ALICE, "8:acs:" + i);
      writes.add(() -> table().replace(seen.mappedTo(mapping), deadline));
    }
    var threads = Executors.newFixedThreadPool(writes.size());
    List<Future<Optional<Account>>> results = threads.invokeAll(writes);
    threads.shutdown();
    int successes = 0;
    for (var result : results) {
      if (result.get().isPresent()) {
        successes++;
        assertEquals(result.get().get(), found());
      }
    }
    return successes;
  }

  @Test
  void anAccountThatChangedSinceItWasReadIsNotChanged() {
    Account read = put(account(FIRST));
    Account marked = put(read.in(Mapping.State.DELETING));

    assertEquals(Optional.empty(), table().replace(read.in(Mapping.State.REVOKING), deadline));

    assertEquals(marked, found());
  }

  @Test
  void anAccountThatIsGoneIsNotChanged() {
    Account read = put(account(FIRST));
    put(read.withoutIdentity());

    assertEquals(Optional.empty(), table().replace(read.in(Mapping.State.DELETING), deadline));

    assertEquals(BLANK, found());
  }

  @Test
  void aUsersNextMappingIsNeitherMarkedNorRemovedInPlaceOfTheLast() {
    Account first = put(account(FIRST));
    put(first.withoutIdentity());
    Account second = put(account(SECOND));

    assertEquals(Optional.empty(), table().replace(first.in(Mapping.State.DELETING), deadline));
    assertEquals(Optional.empty(), table().replace(first.withoutIdentity(), deadline));

    assertEquals(second, found());
  }

  @Test
  void anAccountWithNothingLeftIsRemovedByOneOfThoseWhoReadIt() {
    Account marked = put(put(account(FIRST)).in(Mapping.State.DELETING));

    assertEquals(Optional.of(BLANK), table().replace(marked.withoutIdentity(), deadline));
    assertEquals(Optional.empty(), table().replace(marked.withoutIdentity(), deadline));

    assertEquals(BLANK, found());
  }

  @Test
  void anAccountThatChangedSinceItWasReadIsNotRemoved() {
    Account read = put(account(FIRST));
    Account marked = put(read.in(Mapping.State.DELETING));

    assertEquals(Optional.empty(), table().replace(read.withoutIdentity(), deadline));

    assertEquals(marked, found());
  }

  @Test
  void theReverseRowTellsWhoseAnIdentityIs() {
    table().insertReverse(FIRST, deadline);
    table().insertReverse(FIRST, deadline);

    assertEquals(Optional.of(ALICE), table().findUser(ID, deadline));
    assertEquals(Optional.empty(), table().findUser(SECOND.communicationUserId(), deadline));
    assertEquals(BLANK, found());
  }

  @Test
  void aReverseRowIsRemovedAloneAndAsOftenAsOneLikes() {
    Account before = put(account(FIRST));
    table().insertReverse(FIRST, deadline);
    table().insertReverse(SECOND, deadline);

    table().removeReverse(ID, deadline);
    table().removeReverse(ID, deadline);

    assertEquals(Optional.empty(), table().findUser(ID, deadline));
    assertEquals(Optional.of(ALICE), table().findUser(SECOND.communicationUserId(), deadline));
    assertEquals(before, found());
  }

  @Test
  void anIdentityIsUnsettledUntilItIsSettled() {
    var record = table().recordUnsettled(LIFE, FIRST, deadline);
    table().recordUnsettled(LIFE, SECOND, deadline);
    assertEquals(Set.of(ID, SECOND.communicationUserId()), unsettled());

    assertTrue(table().settle(record, deadline));
    assertFalse(table().settle(record, deadline));

    assertEquals(Set.of(SECOND.communicationUserId()), unsettled());
  }

  @Test
  void aRecordThatWasWrittenAgainIsNotSettledByItsFirstWriter() {
    var first = table().recordUnsettled(LIFE, FIRST, deadline);
    var second = table().recordUnsettled(LIFE, FIRST, deadline);

    assertFalse(table().settle(first, deadline));
    assertEquals(Set.of(ID), unsettled());
    assertTrue(table().settle(second, deadline));
  }

  @Test
  void aRecordIsRenewedByOneOfThoseWhoReadIt() {
    table().recordUnsettled(LIFE, FIRST, deadline);
    var found = table().findUnsettled(FAR_AHEAD, deadline).get(0);

    var renewed = table().renew(found, deadline);

    assertEquals(Optional.of(ID), renewed.map(MappingTableContract::id));
    assertEquals(Optional.empty(), table().renew(found, deadline));
    assertFalse(table().settle(found, deadline));
    assertTrue(table().settle(renewed.orElseThrow(), deadline));
    assertEquals(Optional.empty(), table().renew(renewed.orElseThrow(), deadline));
  }

  @Test
  void recordsAreFoundByTheirAgeAndTellWhoseIdentityItWasToBe() {
    table().recordUnsettled(LIFE, FIRST, deadline);

    assertEquals(List.of(), table().findUnsettled(LONG_AGO, deadline));
    var found = table().findUnsettled(FAR_AHEAD, deadline);

    assertEquals(1, found.size());
    assertTrue(found.get(0).mapping().isSameIdentityAs(FIRST));
    assertEquals(FIRST.user(), found.get(0).mapping().user());
  }

  @Test
  void theRecordOfAnIdentityThatIsNoMoreIsForgottenWhoeverWroteIt() {
    table().recordUnsettled(LIFE, FIRST, deadline);
    table().recordUnsettled(LIFE, FIRST, deadline);

    table().forget(ID, deadline);
    table().forget(ID, deadline);

    assertEquals(Set.of(), unsettled());
  }

  private static CommunicationUserId id(Unsettled record) {
    return record.mapping().communicationUserId();
  }

  @ParameterizedTest
  @FieldSource("AWKWARD_IDS")
  void anyUsableUserIdIsStoredAsItIs(String id) {
    User user = new User(ALICE.issuer(), id);
    Mapping mapping = mapping(user, "8:acs:" + id.length());

    table().recordUnsettled(LIFE, mapping, deadline);
    table().insertReverse(mapping, deadline);
    Account account = put(account(mapping));
    assertEquals(Optional.empty(), table().replace(account(mapping), deadline));

    assertEquals(account, table().find(user, deadline));
    assertEquals(user, account.user());
    assertEquals(Optional.of(user), table().findUser(mapping.communicationUserId(), deadline));
    Account marked = put(account.in(Mapping.State.DELETING));
    put(marked.withoutIdentity());
    assertTrue(table().find(user, deadline).isBlank());
  }

  @Test
  void usersWithSimilarNamesAreDifferentUsers() {
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
      Account found = table().find(users.get(i), deadline);
      assertEquals(users.get(i), found.user());
      assertEquals(Optional.of(mapping(users.get(i), "8:acs:" + i)), found.mapping());
    }
  }

  @Test
  void whatIsUnderWayWithAnIdentityIsRecordedEachByItself() {
    var life = table().recordUnsettled(LIFE, FIRST, deadline);
    var access = table().recordUnsettled(Unsettled.Change.ACCESS, FIRST, deadline);

    assertEquals(
        Set.of(LIFE, Unsettled.Change.ACCESS),
        table().findUnsettled(FAR_AHEAD, deadline).stream()
            .map(Unsettled::change)
            .collect(Collectors.toSet()));
    table().forget(ID, deadline);
    assertFalse(table().settle(life, deadline));
    var renewed = table().renew(access, deadline).orElseThrow();
    assertEquals(Unsettled.Change.ACCESS, renewed.change());
    assertTrue(table().settle(renewed, deadline));
    assertEquals(Set.of(), unsettled());
  }

  @ParameterizedTest
  @MethodSource("calls")
  void nothingHappensAfterTheDeadline(Call call) {
    Account before = put(account(FIRST));
    table().insertReverse(FIRST, deadline);
    table().recordUnsettled(LIFE, FIRST, deadline);

    var thrown =
        assertThrows(
            IdentityException.class, () -> call.on(table(), before, Deadline.in(Duration.ZERO)));

    assertEquals(Failure.STORAGE_UNAVAILABLE, thrown.failure());
    assertEquals(before, found());
    assertEquals(Optional.of(ALICE), table().findUser(ID, deadline));
    assertEquals(Set.of(ID), unsettled());
  }

  /** Every method of the port. */
  public static Stream<Call> calls() {
    return Stream.concat(
        removals(),
        Stream.of(
            (table, account, deadline) -> table.find(account.user(), deadline),
            (table, account, deadline) -> table.replace(account(SECOND), deadline),
            (table, account, deadline) -> table.findUser(ID, deadline),
            (table, account, deadline) -> table.insertReverse(SECOND, deadline),
            (table, account, deadline) -> table.recordUnsettled(LIFE, SECOND, deadline)));
  }

  /** One call of the port, about an account that is on record. */
  @FunctionalInterface
  public interface Call {
    void on(MappingTable table, Account account, Deadline deadline);
  }

  private Account found() {
    return table().find(ALICE, deadline);
  }

  private Account put(Account account) {
    return table().replace(account, deadline).orElseThrow();
  }

  private static Account account(Mapping mapping) {
    return Account.blank(mapping.user()).mappedTo(mapping);
  }

  private static Mapping mapping(User user, String id) {
    return Mapping.active(
        user,
        new CommunicationUserId(id),
        "https://contoso.communication.azure.com",
        Instant.parse("2026-11-20T09:30:00.123Z"));
  }
}
