package dev.acstoken.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

  private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
  private static final Instant FAR_AHEAD = Instant.parse("2100-01-01T00:00:00Z");

  private final Deadline deadline = Deadline.in(Duration.ofSeconds(30));

  /** The table under test, one per test. */
  protected abstract MappingTable table();

  /** The identities with an unsettled record, past the port: it has no method for that. */
  protected abstract Set<CommunicationUserId> unsettled();

  @Test
  void aTableThatDoesNotExistIsAnEmptyOne() {
    assertEquals(Optional.empty(), table().find(ALICE, deadline));
    assertEquals(Optional.empty(), table().findUser(FIRST.communicationUserId(), deadline));
  }

  @ParameterizedTest
  @MethodSource("removals")
  void removingFromATableThatDoesNotExistSucceeds(Call removal) {
    removal.on(table(), FIRST, deadline);

    assertEquals(Optional.empty(), table().find(ALICE, deadline));
  }

  static Stream<Call> removals() {
    return Stream.of(
        MappingTable::remove,
        (table, mapping, deadline) ->
            assertEquals(Optional.empty(), table.markDeleting(mapping, deadline)),
        (table, mapping, deadline) -> table.removeReverse(mapping.communicationUserId(), deadline),
        (table, mapping, deadline) -> table.forget(mapping.communicationUserId(), deadline));
  }

  @Test
  void aMappingIsFoundAsItWasInserted() {
    assertTrue(table().insert(FIRST, deadline));

    Mapping found = found();
    assertEquals(like(FIRST, Mapping.State.ACTIVE, found.version()), found);
    assertFalse(found.version().isEmpty());
  }

  @ParameterizedTest
  @FieldSource("POLICIES")
  void allowedScopesAreFoundAsTheyWereInserted(Optional<Set<TokenScope>> allowedScopes) {
    table().insert(withAllowedScopes(allowedScopes), deadline);

    assertEquals(allowedScopes, found().allowedScopes());
    Mapping marked = table().markDeleting(found(), deadline).orElseThrow();
    assertEquals(allowedScopes, marked.allowedScopes());
    assertEquals(allowedScopes, found().allowedScopes());
  }

  @Test
  void aSecondMappingOfAUserIsNotInserted() {
    table().insert(FIRST, deadline);
    Mapping before = found();

    assertFalse(table().insert(SECOND, deadline));

    assertEquals(before, found());
  }

  @Test
  void aMappingThatIsBeingDeletedStillKeepsASecondOut() {
    table().insert(FIRST, deadline);
    Mapping marked = table().markDeleting(found(), deadline).orElseThrow();

    assertFalse(table().insert(SECOND, deadline));

    assertEquals(marked, found());
  }

  @Test
  void oneOfManyInsertionsAtOnceSucceeds() throws Exception {
    List<Callable<Boolean>> insertions = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Mapping mapping = mapping(ALICE, "8:acs:" + i);
      insertions.add(() -> table().insert(mapping, deadline));
    }
    var threads = Executors.newFixedThreadPool(insertions.size());

    List<Future<Boolean>> results = threads.invokeAll(insertions);

    threads.shutdown();
    List<String> winners = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      if (results.get(i).get()) {
        winners.add("8:acs:" + i);
      }
    }
    assertEquals(List.of(found().communicationUserId().value()), winners);
  }

  @Test
  void aMappingThatIsAsItWasReadIsMarked() {
    table().insert(FIRST, deadline);
    Mapping read = found();

    Mapping marked = table().markDeleting(read, deadline).orElseThrow();

    assertEquals(marked, found());
    assertEquals(like(read, Mapping.State.DELETING, marked.version()), marked);
    assertNotEquals(read.version(), marked.version());
  }

  @Test
  void aMappingThatChangedSinceItWasReadIsNotMarked() {
    table().insert(FIRST, deadline);
    Mapping read = found();
    Mapping marked = table().markDeleting(read, deadline).orElseThrow();

    assertEquals(Optional.empty(), table().markDeleting(read, deadline));

    assertEquals(marked, found());
  }

  @Test
  void aMappingThatIsGoneIsNotMarked() {
    table().insert(FIRST, deadline);
    Mapping read = found();
    table().remove(read, deadline);

    assertEquals(Optional.empty(), table().markDeleting(read, deadline));

    assertEquals(Optional.empty(), table().find(ALICE, deadline));
  }

  @Test
  void aUsersNextMappingIsNeitherMarkedNorRemovedInPlaceOfTheLast() {
    table().insert(FIRST, deadline);
    Mapping first = found();
    table().remove(first, deadline);
    table().insert(SECOND, deadline);
    Mapping second = found();

    assertEquals(Optional.empty(), table().markDeleting(first, deadline));
    table().remove(first, deadline);

    assertEquals(second, found());
  }

  @Test
  void aMappingThatIsAsItWasReadIsRemoved() {
    table().insert(FIRST, deadline);
    Mapping marked = table().markDeleting(found(), deadline).orElseThrow();

    table().remove(marked, deadline);
    table().remove(marked, deadline);

    assertEquals(Optional.empty(), table().find(ALICE, deadline));
  }

  @Test
  void aMappingThatChangedSinceItWasReadIsNotRemoved() {
    table().insert(FIRST, deadline);
    Mapping read = found();
    Mapping marked = table().markDeleting(read, deadline).orElseThrow();

    table().remove(read, deadline);

    assertEquals(marked, found());
  }

  @Test
  void theReverseRowTellsWhoseAnIdentityIs() {
    table().insertReverse(FIRST, deadline);
    table().insertReverse(FIRST, deadline);

    assertEquals(Optional.of(ALICE), table().findUser(FIRST.communicationUserId(), deadline));
    assertEquals(Optional.empty(), table().findUser(SECOND.communicationUserId(), deadline));
    assertEquals(Optional.empty(), table().find(ALICE, deadline));
  }

  @Test
  void aReverseRowIsRemovedAloneAndAsOftenAsOneLikes() {
    table().insert(FIRST, deadline);
    table().insertReverse(FIRST, deadline);
    table().insertReverse(SECOND, deadline);
    Mapping before = found();

    table().removeReverse(FIRST.communicationUserId(), deadline);
    table().removeReverse(FIRST.communicationUserId(), deadline);

    assertEquals(Optional.empty(), table().findUser(FIRST.communicationUserId(), deadline));
    assertEquals(Optional.of(ALICE), table().findUser(SECOND.communicationUserId(), deadline));
    assertEquals(before, found());
  }

  @Test
  void anIdentityIsUnsettledUntilItIsSettled() {
    var record = table().recordUnsettled(FIRST, deadline);
    table().recordUnsettled(SECOND, deadline);
    assertEquals(Set.of(FIRST.communicationUserId(), SECOND.communicationUserId()), unsettled());

    assertTrue(table().settle(record, deadline));
    assertFalse(table().settle(record, deadline));

    assertEquals(Set.of(SECOND.communicationUserId()), unsettled());
  }

  @Test
  void aRecordThatWasWrittenAgainIsNotSettledByItsFirstWriter() {
    var first = table().recordUnsettled(FIRST, deadline);
    var second = table().recordUnsettled(FIRST, deadline);

    assertFalse(table().settle(first, deadline));
    assertEquals(Set.of(FIRST.communicationUserId()), unsettled());
    assertTrue(table().settle(second, deadline));
  }

  @Test
  void aRecordIsRenewedByOneOfThoseWhoReadIt() {
    table().recordUnsettled(FIRST, deadline);
    var found = table().findUnsettled(FAR_AHEAD, deadline).get(0);

    var renewed = table().renew(found, deadline);

    assertEquals(Optional.of(FIRST.communicationUserId()), renewed.map(MappingTableContract::id));
    assertEquals(Optional.empty(), table().renew(found, deadline));
    assertFalse(table().settle(found, deadline));
    assertTrue(table().settle(renewed.orElseThrow(), deadline));
    assertEquals(Optional.empty(), table().renew(renewed.orElseThrow(), deadline));
  }

  @Test
  void recordsAreFoundByTheirAgeAndTellWhoseIdentityItWasToBe() {
    table().recordUnsettled(FIRST, deadline);

    assertEquals(List.of(), table().findUnsettled(LONG_AGO, deadline));
    var found = table().findUnsettled(FAR_AHEAD, deadline);

    assertEquals(1, found.size());
    assertTrue(found.get(0).mapping().isSameIdentityAs(FIRST));
    assertEquals(FIRST.user(), found.get(0).mapping().user());
  }

  @Test
  void theRecordOfAnIdentityThatIsNoMoreIsForgottenWhoeverWroteIt() {
    table().recordUnsettled(FIRST, deadline);
    table().recordUnsettled(FIRST, deadline);

    table().forget(FIRST.communicationUserId(), deadline);
    table().forget(FIRST.communicationUserId(), deadline);

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

    table().recordUnsettled(mapping, deadline);
    table().insertReverse(mapping, deadline);
    assertTrue(table().insert(mapping, deadline));
    assertFalse(table().insert(mapping, deadline));

    Mapping found = table().find(user, deadline).orElseThrow();
    assertEquals(user, found.user());
    assertEquals(Optional.of(user), table().findUser(mapping.communicationUserId(), deadline));
    Mapping marked = table().markDeleting(found, deadline).orElseThrow();
    table().remove(marked, deadline);
    assertEquals(Optional.empty(), table().find(user, deadline));
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
      assertTrue(table().insert(mapping(users.get(i), "8:acs:" + i), deadline));
    }

    for (int i = 0; i < users.size(); i++) {
      Mapping found = table().find(users.get(i), deadline).orElseThrow();
      assertEquals(users.get(i), found.user());
      assertEquals("8:acs:" + i, found.communicationUserId().value());
    }
  }

  @ParameterizedTest
  @MethodSource("calls")
  void nothingHappensAfterTheDeadline(Call call) {
    table().insert(FIRST, deadline);
    table().insertReverse(FIRST, deadline);
    table().recordUnsettled(FIRST, deadline);
    Mapping before = found();

    var thrown =
        assertThrows(
            IdentityException.class, () -> call.on(table(), before, Deadline.in(Duration.ZERO)));

    assertEquals(Failure.STORAGE_UNAVAILABLE, thrown.failure());
    assertEquals(before, found());
    assertEquals(Optional.of(ALICE), table().findUser(FIRST.communicationUserId(), deadline));
    assertEquals(Set.of(FIRST.communicationUserId()), unsettled());
  }

  /** Every method of the port. */
  public static Stream<Call> calls() {
    return Stream.concat(
        removals(),
        Stream.of(
            (table, mapping, deadline) -> table.find(mapping.user(), deadline),
            MappingTable::insert,
            (table, mapping, deadline) -> table.findUser(mapping.communicationUserId(), deadline),
            MappingTable::insertReverse,
            MappingTable::recordUnsettled));
  }

  /** One call of the port, about one mapping. */
  @FunctionalInterface
  public interface Call {
    void on(MappingTable table, Mapping mapping, Deadline deadline);
  }

  private Mapping found() {
    return table().find(ALICE, deadline).orElseThrow();
  }

  private static Mapping mapping(User user, String id) {
    return Mapping.active(
        user,
        new CommunicationUserId(id),
        "https://contoso.communication.azure.com",
        Instant.parse("2026-11-20T09:30:00.123Z"));
  }

  private static Mapping like(Mapping mapping, Mapping.State state, String version) {
    return new Mapping(
        mapping.user(),
        mapping.communicationUserId(),
        mapping.acsEndpoint(),
        state,
        mapping.createdOn(),
        mapping.allowedScopes(),
        version);
  }

  private static Mapping withAllowedScopes(Optional<Set<TokenScope>> allowedScopes) {
    return new Mapping(
        FIRST.user(),
        FIRST.communicationUserId(),
        FIRST.acsEndpoint(),
        FIRST.state(),
        FIRST.createdOn(),
        allowedScopes,
        FIRST.version());
  }
}
