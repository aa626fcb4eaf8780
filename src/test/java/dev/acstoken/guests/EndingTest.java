package dev.acstoken.guests;

import static dev.acstoken.guests.GuestFixture.CLINICIAN;
import static dev.acstoken.guests.GuestFixture.NOW;
import static dev.acstoken.guests.GuestFixture.assertUnusable;
import static dev.acstoken.guests.GuestFixture.identityOf;
import static dev.acstoken.guests.GuestFixture.requestWithExpiry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.guests.Guests.JoinResult;
import dev.acstoken.guests.InvitationRequest.Expiry;
import dev.acstoken.guests.Invitations.CreatedInvitation;
import dev.acstoken.identity.AcsResource;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.StateChange;
import dev.acstoken.identity.StateChange.Outcome;
import dev.acstoken.identity.protocol.FaultScript;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Verifies that the end of an invitation deletes its guests. */
class EndingTest {

  private final GuestFixture fixture = new GuestFixture();
  private final FaultScript script = fixture.script;
  private final CreatedInvitation created = fixture.given(4);

  @Test
  void theEndDeletesEveryGuest() {
    List<JoinResult> joined = List.of(fixture.othersJoin(created, "a"), join("b"), join("c"));

    assertEquals(0, fixture.end(created));

    joined.forEach(guest -> assertFalse(fixture.isValid(guest)));
    assertEquals(Set.of(), fixture.acs.live());
    assertEquals(Set.of(), fixture.table.guests());
    assertUnusable(UnusableReason.ENDED, () -> fixture.join(created, "d"));
    fixture.assertTidy();
  }

  @Test
  void theEndIsScheduledAndMarkedBeforeGuestsAreRead() {
    fixture.end(created);

    List<String> log = script.log();
    assertTrue(log.indexOf("end.add") < log.indexOf("invitation.replace"), log::toString);
    assertTrue(log.indexOf("invitation.replace") < log.indexOf("guests.find"), log::toString);
  }

  @Test
  void theEndIsStoredInMilliseconds() {
    fixture.clock.pass(Duration.ofNanos(1_234_567));

    fixture.end(created);

    assertEquals(Optional.of(NOW.plusMillis(1)), fixture.stored(created).endedOn());
  }

  @Test
  void anInvitationCanBeEndedAgain() {
    join("a");
    assertEquals(0, fixture.end(created));
    Optional<Instant> endedOn = fixture.stored(created).endedOn();
    fixture.clock.pass(Duration.ofHours(1));

    assertEquals(0, fixture.end(created));

    assertEquals(endedOn, fixture.stored(created).endedOn());
  }

  @Test
  void theEndIsAuditedOnce() {
    StateChange ended =
        StateChange.of(StateChange.Kind.INVITATION_ENDED)
            .withUser(CLINICIAN)
            .withInvitation(created.invitation().id().pseudonym());

    fixture.end(created);
    fixture.end(created);

    assertEquals(List.of(ended), endings());
  }

  @Test
  void anEndWithoutAResponseIsAuditedAsUnknownAndCompletedByRecovery() {
    join("a");
    script.after("invitation.replace", FaultScript.failing(ErrorCode.STORAGE_UNAVAILABLE));

    assertFails(ErrorCode.STORAGE_UNAVAILABLE);

    assertEquals(List.of(Outcome.UNKNOWN), endings().stream().map(StateChange::outcome).toList());
    assertUnusable(UnusableReason.ENDED, () -> fixture.join(created, "a"));
    fixture.recoverLater();
    assertEquals(Set.of(), fixture.table.guests());
    fixture.assertTidy();
  }

  @Test
  void anEndThatFailsBeforeTheMarkChangesNothing() {
    JoinResult joined = join("a");
    script.before("invitation.replace", FaultScript.failing(ErrorCode.STORAGE_UNAVAILABLE));

    assertFails(ErrorCode.STORAGE_UNAVAILABLE);

    fixture.recoverLater();
    assertTrue(fixture.isValid(joined));
    assertEquals(1, fixture.table.endings().size());
    assertTrue(fixture.join(created, "b").isNew());
  }

  @Test
  void aRetriedMarkThatMeetsItsOwnResultIsASuccess() {
    join("a");
    fixture.scripted.retry("invitation.replace");

    assertEquals(0, fixture.end(created));

    fixture.assertTidy();
  }

  @Test
  void aFailedDeletionDoesNotStopTheOthersAndIsLeftToRecovery() {
    join("a");
    join("b");
    join("c");
    script.before("acs.delete", FaultScript.failing(ErrorCode.ACS_UNAVAILABLE));

    assertEquals(1, fixture.end(created));

    assertEquals(List.of(ErrorCode.ACS_UNAVAILABLE), fixture.observer.survived());
    assertEquals(1, fixture.table.guests().size());
    assertUnusable(UnusableReason.ENDED, () -> fixture.join(created, "d"));
    fixture.recoverLater();
    assertEquals(Set.of(), fixture.table.guests());
    fixture.assertTidy();
  }

  @Test
  void atMostEightGuestsAreDeletedAtOnce() {
    CreatedInvitation many =
        fixture.given(
            new InvitationRequest(
                Optional.empty(),
                Optional.empty(),
                OptionalInt.of(20),
                Optional.empty(),
                Optional.empty()));
    for (int i = 0; i < 20; i++) {
      fixture.othersJoin(many, Character.toString('A' + i));
    }
    join("a");
    join("b");
    var workers = new AtomicInteger();
    GuestProtocol instance =
        fixture.anotherInstance(
            worker -> {
              workers.incrementAndGet();
              worker.run();
            });

    assertEquals(0, end(instance, many));
    assertEquals(8, workers.getAndSet(0));
    assertEquals(0, end(instance, created));
    assertEquals(2, workers.get());

    fixture.assertTidy();
  }

  @Test
  void eachDeletionNamesTheGuestAndTheInvitation() {
    JoinResult joined = join("a");

    fixture.end(created);

    assertEquals(
        List.of(
            StateChange.of(StateChange.Kind.IDENTITY_DELETED)
                .withUser(joined.guest().user())
                .withIdentity(identityOf(joined))
                .withInvitation(created.invitation().id().pseudonym())),
        changes(StateChange.Kind.IDENTITY_DELETED));
  }

  @Test
  void aBugStopsTheDeletionsAndFailsTheRequest() {
    join("a");
    join("b");
    script.before(
        "acs.delete",
        () -> {
          throw new IllegalStateException("Injected by a test.");
        });

    assertThrows(CompletionException.class, () -> fixture.end(created));

    assertEquals(2, fixture.table.guests().size());
    fixture.recoverLater();
    fixture.assertTidy();
  }

  @Test
  void aRepeatDeletesTheGuestsWhoRemain() {
    join("a");
    script.before("acs.delete", FaultScript.failing(ErrorCode.ACS_UNAVAILABLE));
    assertEquals(1, fixture.end(created));

    assertEquals(0, fixture.end(created));

    fixture.assertTidy();
  }

  @Test
  void aThrottledDeletionIsTheLastOfTheRequest() {
    join("a");
    join("b");
    join("c");
    script.before("acs.delete", FaultScript.failing(ErrorCode.ACS_THROTTLED));

    assertEquals(3, fixture.end(created));

    assertEquals(3, fixture.table.guests().size());
    fixture.recoverLater();
    fixture.assertTidy();
  }

  @Test
  void guestsForWhomTheTimeDoesNotSufficeRemain() {
    join("a");
    join("b");
    join("c");
    AtomicLong nanos = new AtomicLong();
    var request =
        new RequestContext(Deadline.in(Duration.ofSeconds(8), nanos::get), fixture.observer);
    script.after("guest.remove", () -> nanos.addAndGet(Duration.ofMillis(7_500).toNanos()));

    assertEquals(2, fixture.invitations.end(created.invitation().id(), CLINICIAN::equals, request));

    assertFalse(request.deadline().hasPassed());
    assertEquals(List.of(), fixture.observer.survived());
    assertEquals(2, fixture.table.guests().size());
    fixture.recoverLater();
    fixture.assertTidy();
  }

  @Test
  void aGuestWhoJoinsBeforeTheMarkIsDeleted() {
    script.before("invitation.replace", () -> fixture.othersJoin(created, "a"));

    assertEquals(0, fixture.end(created));

    assertEquals(Set.of(), fixture.acs.live());
    fixture.assertTidy();
  }

  @Test
  void recoveryLeavesTheScheduleOfARequestThatIsAboutToMarkTheInvitation() {
    join("a");
    script.before("invitation.replace", fixture::othersRecover);
    script.after("invitation.replace", FaultScript.dying());

    assertThrows(FaultScript.ProcessDeath.class, () -> fixture.end(created));

    fixture.recoverLater();
    assertEquals(Set.of(), fixture.table.guests());
    fixture.assertTidy();
  }

  @Test
  void guestsOfAnotherAcsResourceRemain() {
    JoinResult joined = join("a");
    var other = fixture.atResource(AcsResource.at(GuestFixture.FABRIKAM));

    assertEquals(1, end(other));

    assertEquals(List.of(ErrorCode.FOREIGN_IDENTITY), fixture.observer.survived());
    assertTrue(fixture.isValid(joined));
    fixture.recoverLater();
    fixture.assertTidy();
  }

  @Test
  void guestsOfAGivenUpAcsResourceAreForgotten() {
    JoinResult joined = join("a");
    var other = fixture.atResource(fabrikamInsteadOfContoso());

    assertEquals(0, end(other));

    assertTrue(fixture.isValid(joined));
    assertEquals(Set.of(), fixture.table.guests());
    assertEquals(Set.of(), fixture.users.owned());
  }

  @Test
  void aGuestOfAGivenUpAcsResourceKeepsThePlace() {
    JoinResult joined = join("a");
    var other = fixture.atResource(fabrikamInsteadOfContoso());

    JoinResult again = fixture.join(other.guests(), created, "a");

    assertFalse(again.isNew());
    assertNotEquals(identityOf(joined), identityOf(again));
    assertEquals(1, fixture.places(created));
    assertEquals(
        identityOf(again), fixture.joined(created, "a").orElseThrow().communicationUserId());
  }

  private static AcsResource fabrikamInsteadOfContoso() {
    return new AcsResource(
        GuestFixture.FABRIKAM, Optional.empty(), Optional.of(GuestFixture.CONTOSO));
  }

  private int end(GuestProtocol instance) {
    return end(instance, created);
  }

  private int end(GuestProtocol instance, CreatedInvitation invitation) {
    return instance
        .invitations()
        .end(invitation.invitation().id(), CLINICIAN::equals, fixture.context);
  }

  @Test
  void twoRequestsMayEndAnInvitationAtOnce() {
    for (String step :
        List.of("end.add", "invitation.replace", "guests.find", "acs.delete", "guest.remove")) {
      var own = new GuestFixture();
      CreatedInvitation invitation = own.given(2);
      own.othersJoin(invitation, "a");
      own.script.before(step, () -> assertEquals(0, own.othersEnd(invitation), step));

      assertEquals(0, own.end(invitation), step);

      own.recoverLater();
      assertEquals(Set.of(), own.acs.live(), step);
      own.assertTidy();
    }
  }

  @Test
  void anExpiredInvitationCanBeEnded() {
    CreatedInvitation expired =
        fixture.given(requestWithExpiry(new Expiry.After(Duration.ofMinutes(5))));
    fixture.othersJoin(expired, "a");
    fixture.clock.pass(Duration.ofMinutes(5));

    assertEquals(0, fixture.end(expired));

    assertUnusable(UnusableReason.EXPIRED, () -> fixture.join(expired, "a"));
    fixture.assertTidy();
  }

  private JoinResult join(String name) {
    return fixture.othersJoin(created, name);
  }

  private void assertFails(ErrorCode code) {
    assertEquals(code, assertThrows(ServiceException.class, () -> fixture.end(created)).code());
  }

  private List<StateChange> endings() {
    return changes(StateChange.Kind.INVITATION_ENDED);
  }

  private List<StateChange> changes(StateChange.Kind kind) {
    return fixture.observer.changes().stream().filter(change -> change.kind() == kind).toList();
  }
}
