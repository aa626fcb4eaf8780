package dev.acstoken.guests;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.ServiceException;
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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Verifies what every {@link InvitationStore} implementation guarantees. Each test starts with an
 * empty store whose table does not exist yet.
 */
public abstract class InvitationStoreContract {

  private static final InvitationId ID = new InvitationId("QUJDREVGR0hJSktMTU5PUA");
  private static final User CREATOR = new User("https://issuer.example", "clinician");
  private static final Instant CREATED_ON = Instant.parse("2026-11-20T09:30:00Z");
  private static final Instant CODE_ISSUED_ON = Instant.parse("2026-11-20T09:35:00.123Z");
  private static final Instant EXPIRES_ON = Instant.parse("2026-11-21T09:30:00Z");
  private static final Instant ENDED_ON = Instant.parse("2026-11-20T10:00:00.123Z");

  // The smallest and the greatest ids in the order of keys, and two that differ only in case.
  private static final List<String> GUEST_IDS =
      List.of(
          "----------------------",
          "zzzzzzzzzzzzzzzzzzzzzw",
          "______________________",
          "QUJDREVGR0hJSktMTU5PUA",
          "qujdrevgr0hjsktmtu5pua");

  private static final int MAX_CONCURRENT_GUESTS = 5;
  private static final int CONCURRENT_GUESTS = 24;

  private final RequestContext context = RequestContext.within(Duration.ofSeconds(30));

  /** Returns the store under test. Each test has its own. */
  protected abstract InvitationStore store();

  @Test
  void aMissingTableReadsAsEmpty() {
    assertEquals(Optional.empty(), store().find(ID, context));
    assertEquals(Optional.empty(), store().findGuest(guest("a").guest(), context));
    assertEquals(List.of(), store().findGuests(ID, context));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void changingAMissingTableChangesNothing(Call change) {
    change.on(store(), invitation().withVersion(someVersion()), guest("a"), context);

    assertEquals(Optional.empty(), store().find(ID, context));
    assertEquals(List.of(), store().findGuests(ID, context));
  }

  static Stream<Call> changes() {
    return Stream.of(
        (store, invitation, guest, context) ->
            assertEquals(Optional.empty(), store.replace(invitation, context)),
        (store, invitation, guest, context) -> assertFalse(store.admit(invitation, guest, context)),
        (store, invitation, guest, context) -> store.updateGuest(guest, context),
        (store, invitation, guest, context) -> store.removeGuest(guest.guest(), context),
        (store, invitation, guest, context) -> store.remove(invitation, context));
  }

  @ParameterizedTest
  @MethodSource("invitations")
  void findsANewInvitationAsItWasStored(Invitation invitation) {
    Invitation stored = store().replace(invitation, context).orElseThrow();

    assertEquals(Optional.of(stored), store().find(ID, context));
    assertEquals(invitation.withVersion(stored.version().orElseThrow()), stored);
  }

  static Stream<Invitation> invitations() {
    return Stream.of(
        invitation(),
        invitation(ScopeSet.of(TokenScope.values()), 1, Optional.of("")),
        invitation(
            ScopeSet.of(TokenScope.CHAT_JOIN_LIMITED),
            InvitationTerms.MAX_GUESTS,
            Optional.of("O'Brien's /meeting\\?id=1#2\n日本 👩‍👩‍👧")),
        invitation().withOneMoreGuest().withEnd(ENDED_ON));
  }

  @Test
  void findsAChangedInvitationAsItWasStored() {
    Invitation first = given();

    Invitation changed =
        store()
            .replace(
                first.withCode("another hash", CODE_ISSUED_ON).withOneMoreGuest().withEnd(ENDED_ON),
                context)
            .orElseThrow();

    assertEquals(Optional.of(changed), store().find(ID, context));
    assertNotEquals(first.version(), changed.version());
    assertEquals("another hash", changed.codeHash());
    assertEquals(CODE_ISSUED_ON, changed.codeIssuedOn());
    assertEquals(1, changed.guests());
    assertEquals(Optional.of(ENDED_ON), changed.endedOn());
    assertEquals(first.terms(), changed.terms());
  }

  @Test
  void anInsertNeverOverwritesAStoredInvitation() {
    Invitation before = given();

    assertEquals(
        Optional.empty(),
        store().replace(invitation().withCode("another hash", CODE_ISSUED_ON), context));

    assertEquals(Optional.of(before), store().find(ID, context));
  }

  @Test
  void aChangeOfAnOutdatedInvitationDoesNothing() {
    Invitation outdated = given();
    Invitation current = store().replace(outdated.withOneMoreGuest(), context).orElseThrow();

    assertEquals(Optional.empty(), store().replace(outdated.withEnd(ENDED_ON), context));

    assertEquals(Optional.of(current), store().find(ID, context));
  }

  @Test
  void onlyOneOfManyConcurrentChangesSucceeds() throws Exception {
    Invitation read = given();

    List<Boolean> successes =
        concurrently(
            number ->
                store()
                    .replace(read.withCode("hash " + number, CODE_ISSUED_ON), context)
                    .isPresent());

    assertEquals(1, successes.stream().filter(it -> it).count());
  }

  @Test
  void onlyOneOfManyConcurrentInsertsSucceeds() throws Exception {
    List<Boolean> successes =
        concurrently(
            number ->
                store()
                    .replace(invitation().withCode("hash " + number, CODE_ISSUED_ON), context)
                    .isPresent());

    assertEquals(1, successes.stream().filter(it -> it).count());
  }

  @Test
  void invitationsWhoseIdsDifferOnlyInCaseAreTwo() {
    InvitationId other = new InvitationId("qUJDREVGR0hJSktMTU5PUA");
    var unused = given();

    assertEquals(Optional.empty(), store().find(other, context));
  }

  @Test
  void anAdmissionStoresTheGuestAndTheInvitation() {
    JoinedGuest guest = guest("a");
    Invitation before = given();

    assertTrue(store().admit(before.withOneMoreGuest(), guest, context));

    Invitation after = store().find(ID, context).orElseThrow();
    assertEquals(before.withOneMoreGuest().withVersion(after.version().orElseThrow()), after);
    assertNotEquals(before.version(), after.version());
    assertEquals(Optional.of(guest), store().findGuest(guest.guest(), context));
    assertEquals(List.of(guest), store().findGuests(ID, context));
  }

  @Test
  void anAdmissionToAnOutdatedInvitationStoresNothing() {
    Invitation outdated = given();
    Invitation ended = store().replace(outdated.withEnd(ENDED_ON), context).orElseThrow();

    assertFalse(store().admit(outdated.withOneMoreGuest(), guest("a"), context));

    assertEquals(Optional.of(ended), store().find(ID, context));
    assertEquals(List.of(), store().findGuests(ID, context));
  }

  @Test
  void aGuestIsAdmittedOnce() {
    admit(guest("a"));
    Invitation once = store().find(ID, context).orElseThrow();

    assertFalse(
        store()
            .admit(
                once.withOneMoreGuest(),
                guest("a").withIdentity(new CommunicationUserId("8:acs:another")),
                context));

    assertEquals(Optional.of(once), store().find(ID, context));
    assertEquals(List.of(guest("a")), store().findGuests(ID, context));
  }

  @Test
  void concurrentAdmissionsNeverExceedTheNumberOfPlaces() throws Exception {
    given();

    List<Boolean> admitted = concurrently(number -> admitIfThereIsAPlace(guest("guest" + number)));

    assertEquals(MAX_CONCURRENT_GUESTS, admitted.stream().filter(it -> it).count());
    assertEquals(MAX_CONCURRENT_GUESTS, store().findGuests(ID, context).size());
    assertEquals(MAX_CONCURRENT_GUESTS, store().find(ID, context).orElseThrow().guests());
  }

  private boolean admitIfThereIsAPlace(JoinedGuest guest) {
    while (true) {
      Invitation invitation = store().find(ID, context).orElseThrow();
      if (invitation.guests() >= MAX_CONCURRENT_GUESTS) {
        return false;
      }
      if (store().admit(invitation.withOneMoreGuest(), guest, context)) {
        return true;
      }
    }
  }

  @Test
  void findsTheGuestsOfOneInvitationWhateverTheirIdsAre() {
    Set<JoinedGuest> guests =
        GUEST_IDS.stream().map(InvitationStoreContract::guest).collect(toSet());
    guests.forEach(this::admit);
    InvitationId other = new InvitationId("QUJDREVGR0hJSktMTU5PUQ");

    assertEquals(guests, Set.copyOf(store().findGuests(ID, context)));
    assertEquals(List.of(), store().findGuests(other, context));
    guests.forEach(
        guest -> assertEquals(Optional.of(guest), store().findGuest(guest.guest(), context)));
  }

  @Test
  void findsAsManyGuestsAsAnInvitationCanHave() {
    Set<String> ids =
        IntStream.range(0, InvitationTerms.MAX_GUESTS)
            .mapToObj("%022d"::formatted)
            .collect(toSet());
    Invitation invitation = given();
    for (String id : ids) {
      assertTrue(store().admit(invitation.withOneMoreGuest(), guest(id), context));
      invitation = store().find(ID, context).orElseThrow();
    }

    assertEquals(
        ids, store().findGuests(ID, context).stream().map(it -> it.guest().id()).collect(toSet()));
    assertEquals(InvitationTerms.MAX_GUESTS, invitation.guests());
  }

  @Test
  void anUpdateReplacesTheIdentityOfAGuest() {
    admit(guest("a"));
    JoinedGuest updated = guest("a").withIdentity(new CommunicationUserId("8:acs:another"));

    store().updateGuest(updated, context);
    store().updateGuest(updated, context);

    assertEquals(List.of(updated), store().findGuests(ID, context));
  }

  @Test
  void anUpdateNeverBringsARemovedGuestBack() {
    admit(guest("a"));
    store().removeGuest(guest("a").guest(), context);

    store().updateGuest(guest("a"), context);

    assertEquals(List.of(), store().findGuests(ID, context));
  }

  @Test
  void theRemovalOfAGuestChangesNothingElse() {
    admit(guest("a"));
    admit(guest("b"));
    Invitation before = store().find(ID, context).orElseThrow();

    store().removeGuest(guest("a").guest(), context);
    store().removeGuest(guest("a").guest(), context);

    assertEquals(List.of(guest("b")), store().findGuests(ID, context));
    assertEquals(Optional.of(before), store().find(ID, context));
  }

  @Test
  void theRemovalOfAnInvitationLeavesItsGuests() {
    admit(guest("a"));
    Invitation current = store().find(ID, context).orElseThrow();

    store().remove(current, context);
    store().remove(current, context);

    assertEquals(Optional.empty(), store().find(ID, context));
    assertEquals(List.of(guest("a")), store().findGuests(ID, context));
  }

  @Test
  void anInvitationThatWasChangedIsNotRemoved() {
    Invitation outdated = given();
    Invitation current = store().replace(outdated.withEnd(ENDED_ON), context).orElseThrow();

    store().remove(outdated, context);

    assertEquals(Optional.of(current), store().find(ID, context));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void noCallTakesEffectAfterTheDeadline(Call call) {
    admit(guest("a"));
    Invitation before = store().find(ID, context).orElseThrow();
    RequestContext expired = RequestContext.within(Duration.ZERO);

    var thrown =
        assertThrows(
            ServiceException.class,
            () -> call.on(store(), before.withOneMoreGuest(), guest("b"), expired));

    assertEquals(ErrorCode.STORAGE_UNAVAILABLE, thrown.code());
    assertEquals(Optional.of(before), store().find(ID, context));
    assertEquals(List.of(guest("a")), store().findGuests(ID, context));
  }

  /** Returns a call of every method of the port. */
  public static Stream<Call> calls() {
    return Stream.of(
        (store, invitation, guest, context) -> store.find(invitation.id(), context),
        (store, invitation, guest, context) -> store.replace(invitation, context),
        (store, invitation, guest, context) -> store.replace(invitation(), context),
        (store, invitation, guest, context) -> store.admit(invitation, guest, context),
        (store, invitation, guest, context) -> store.findGuest(guest.guest(), context),
        (store, invitation, guest, context) -> store.findGuests(invitation.id(), context),
        (store, invitation, guest, context) -> store.updateGuest(guest, context),
        (store, invitation, guest, context) -> store.removeGuest(guest.guest(), context),
        (store, invitation, guest, context) -> store.remove(invitation, context));
  }

  /** A call of the port for a stored invitation and a guest. */
  @FunctionalInterface
  public interface Call {
    void on(
        InvitationStore store, Invitation invitation, JoinedGuest guest, RequestContext context);
  }

  /** Returns an invitation that is not stored yet. */
  public static Invitation invitation() {
    return invitation(
        ScopeSet.of(TokenScope.CHAT_JOIN, TokenScope.VOIP_JOIN),
        MAX_CONCURRENT_GUESTS,
        Optional.empty());
  }

  private static Invitation invitation(ScopeSet scopes, int maxGuests, Optional<String> reference) {
    return Invitation.of(
        ID,
        CREATOR,
        new InvitationTerms(scopes, EXPIRES_ON, maxGuests, reference),
        "hash of the request",
        "hash of the code",
        CREATED_ON);
  }

  /** Returns a guest of the invitation. */
  public static JoinedGuest guest(String id) {
    return new JoinedGuest(
        new Guest(ID, id),
        new CommunicationUserId("8:acs:" + id),
        Instant.parse("2026-11-20T09:31:00.123Z"));
  }

  // In the format that Table Storage uses.
  private static String someVersion() {
    return "W/\"datetime'2026-11-20T09%3A30%3A00.1230000Z'\"";
  }

  private Invitation given() {
    return store().replace(invitation(), context).orElseThrow();
  }

  private void admit(JoinedGuest guest) {
    Invitation invitation = store().find(ID, context).orElseGet(this::given);
    assertTrue(store().admit(invitation.withOneMoreGuest(), guest, context));
  }

  private static <T> List<T> concurrently(Work<T> work) throws Exception {
    var threads = Executors.newFixedThreadPool(CONCURRENT_GUESTS);
    try {
      List<Callable<T>> calls =
          IntStream.range(0, CONCURRENT_GUESTS)
              .<Callable<T>>mapToObj(number -> () -> work.run(number))
              .toList();
      List<T> results = new ArrayList<>();
      for (Future<T> result : threads.invokeAll(calls)) {
        results.add(result.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  @FunctionalInterface
  private interface Work<T> {
    T run(int number);
  }
}
