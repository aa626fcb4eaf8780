package dev.acstoken.guests;

import static dev.acstoken.guests.GuestFixture.INVITER;
import static dev.acstoken.guests.GuestFixture.NOW;
import static dev.acstoken.guests.GuestFixture.assertUnknownCode;
import static dev.acstoken.guests.GuestFixture.assertUnusable;
import static dev.acstoken.guests.GuestFixture.guest;
import static dev.acstoken.guests.GuestFixture.request;
import static dev.acstoken.guests.GuestFixture.requestWithExpiry;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.guests.EndSchedule.ScheduledEnd;
import dev.acstoken.guests.Guests.JoinResult;
import dev.acstoken.guests.InvitationRequest.Expiry;
import dev.acstoken.guests.Invitations.CreatedInvitation;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.StateChange;
import dev.acstoken.identity.StateChange.Outcome;
import dev.acstoken.identity.protocol.FaultScript;
import dev.acstoken.identity.protocol.Recovery;
import dev.acstoken.identity.protocol.Recovery.RecoveryResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies that recovery ends expired invitations, and completes what was interrupted. */
class GuestRecoveryTest {

  private static final Duration LIFE = Duration.ofMinutes(5);

  private final GuestFixture fixture = new GuestFixture();
  private final FaultScript script = fixture.script;

  @Test
  void anInvitationIsEndedAtItsExpiry() {
    CreatedInvitation created = given();
    JoinResult joined = fixture.othersJoin(created, "a");
    fixture.clock.pass(LIFE.minusNanos(1));
    assertEquals(RecoveryResult.NOTHING, recover());
    assertTrue(fixture.isValid(joined));

    fixture.clock.pass(Duration.ofNanos(1));
    assertEquals(new RecoveryResult(1, 0), recover());

    assertFalse(fixture.isValid(joined));
    assertTrue(fixture.stored(created).endedOn().isPresent());
    assertUnusable(UnusableReason.EXPIRED, () -> fixture.join(created, "a"));
    fixture.assertTidy();
  }

  @Test
  void recoveryReadsOnlyWhatIsDue() {
    for (int i = 0; i < 3; i++) {
      fixture.othersJoin(fixture.given(GuestFixture.DEFAULT_REQUEST), "a");
    }

    assertEquals(RecoveryResult.NOTHING, recover());

    assertEquals(List.of("joins.find", "ends.find"), script.log());
  }

  @Test
  void anInvitationIsRemovedThirtyDaysAfterItsExpiry() {
    CreatedInvitation created = given();
    fixture.othersJoin(created, "a");
    fixture.clock.pass(LIFE);
    recover();
    fixture.clock.pass(Duration.ofDays(30).minusSeconds(1));
    recover();
    assertUnusable(UnusableReason.EXPIRED, () -> fixture.join(created, "a"));

    fixture.clock.pass(Duration.ofSeconds(1));
    assertEquals(new RecoveryResult(1, 0), recover());

    assertUnknownCode(() -> fixture.join(created, "a"));
    assertEquals(Set.of(), fixture.table.endings());
    fixture.assertTidy();
  }

  @Test
  void anInvitationThatWasEndedIsRemovedThirtyDaysAfterItsExpiry() {
    CreatedInvitation created = given();
    fixture.othersEnd(created);
    fixture.recoverLater();
    fixture.clock.pass(Duration.ofDays(29));
    recover();
    assertUnusable(UnusableReason.ENDED, () -> fixture.join(created, "a"));

    fixture.clock.pass(Duration.ofDays(1));
    recover();

    assertUnknownCode(() -> fixture.join(created, "a"));
    assertEquals(Set.of(), fixture.table.endings());
  }

  @Test
  void recoveryThatIsLateByMonthsEndsAndRemovesAtOnce() {
    CreatedInvitation created = given();
    fixture.othersJoin(created, "a");
    fixture.clock.pass(Duration.ofDays(90));

    assertEquals(new RecoveryResult(1, 0), recover());

    assertUnknownCode(() -> fixture.join(created, "a"));
    assertEquals(Set.of(), fixture.table.endings());
    fixture.assertTidy();
  }

  @Test
  void anInvitationWithRemainingGuestsIsTriedAgain() {
    CreatedInvitation created = given();
    fixture.othersJoin(created, "a");
    fixture.othersJoin(created, "b");
    fixture.clock.pass(LIFE);
    script.before("acs.delete", FaultScript.failing(ErrorCode.ACS_UNAVAILABLE));

    assertEquals(new RecoveryResult(0, 1), recover());
    assertEquals(1, fixture.table.guests().size());
    assertEquals(RecoveryResult.NOTHING, recover());
    fixture.clock.pass(Duration.ofMinutes(1));
    assertEquals(new RecoveryResult(1, 0), recover());

    fixture.recoverLater();
    fixture.assertTidy();
  }

  @Test
  void anInvitationThatCannotBeEndedDoesNotStopTheOthers() {
    for (int i = 0; i < 3; i++) {
      fixture.othersJoin(
          fixture.given(requestWithExpiry(new Expiry.After(LIFE.plusSeconds(i)))), "a");
    }
    fixture.clock.pass(LIFE.plusSeconds(2));
    script.before("invitation.replace", FaultScript.failing(ErrorCode.STORAGE_UNAVAILABLE));

    assertEquals(new RecoveryResult(2, 1), recover());

    assertEquals(List.of(ErrorCode.STORAGE_UNAVAILABLE), fixture.observer.survived());
    fixture.clock.pass(Duration.ofMinutes(1));
    assertEquals(new RecoveryResult(1, 0), recover());
    fixture.recoverLater();
    fixture.assertTidy();
  }

  @Test
  void anEndThatFailsIsScheduledAgain() {
    CreatedInvitation created = given();
    fixture.othersJoin(created, "a");
    fixture.clock.pass(LIFE);
    script.before("invitation.replace", FaultScript.failing(ErrorCode.STORAGE_UNAVAILABLE));

    recover();

    assertEquals(
        Set.of(new ScheduledEnd(created.invitation().id(), NOW.plus(LIFE).plusSeconds(60))),
        fixture.table.endings());
    List<String> log = script.log();
    assertTrue(log.lastIndexOf("end.add") < log.lastIndexOf("end.remove"), log::toString);
  }

  @Test
  void theGuestsOfAnAbsentInvitationAreDeleted() {
    CreatedInvitation created = given();
    fixture.othersJoin(created, "a");
    fixture.table.remove(fixture.stored(created), fixture.context);
    fixture.clock.pass(LIFE.plus(Recovery.GRACE_PERIOD).plusNanos(1));
    script.before("acs.delete", FaultScript.failing(ErrorCode.ACS_UNAVAILABLE));

    assertEquals(new RecoveryResult(0, 1), recover());
    fixture.clock.pass(LIFE);
    assertEquals(new RecoveryResult(1, 0), recover());

    assertEquals(Set.of(), fixture.table.endings());
    fixture.recoverLater();
    assertEquals(Set.of(), fixture.table.guests());
    fixture.assertTidy();
  }

  // The client repeats a request for an invitation that another instance has just removed.
  @ParameterizedTest
  @ValueSource(strings = {"invitation.find", "invitation.remove", "end.remove"})
  void anInvitationThatWasCreatedAgainIsNotRemoved(String step) {
    fixture.given(1);
    fixture.clock.pass(Duration.ofDays(1));
    recover();
    fixture.clock.pass(GuestRecovery.RETENTION.plus(LIFE));
    var again = new AtomicReference<CreatedInvitation>();
    script.before(
        step,
        () -> {
          assertEquals(0, fixture.othersRecover().remaining());
          again.set(fixture.given(1));
          fixture.othersJoin(requireNonNull(again.get()), "a");
        });

    recover();

    CreatedInvitation created = requireNonNull(again.get());
    assertEquals(Invitation.State.OPEN, fixture.stored(created).stateAt(fixture.clock.instant()));
    assertEquals(1, fixture.table.guests().size());
    assertEquals(1, fixture.table.endings().size());
  }

  @Test
  void theDeletionOfAnInterruptedJoinNamesTheGuestAndTheInvitation() {
    CreatedInvitation created = fixture.given(1);
    script.before("admit", FaultScript.failing(ErrorCode.STORAGE_UNAVAILABLE));
    assertThrows(ServiceException.class, () -> fixture.join(created, "a"));
    fixture.clock.pass(LIFE);

    recover();

    StateChange deleted =
        fixture.observer.changes().stream()
            .filter(change -> change.kind() == StateChange.Kind.IDENTITY_DELETED)
            .findFirst()
            .orElseThrow();
    assertEquals(Optional.of(guest(created, "a").user()), deleted.user());
    assertEquals(Optional.of(created.invitation().id().pseudonym()), deleted.invitation());
  }

  @Test
  void aJoinThatCannotBeCompletedDoesNotStopTheOthers() {
    CreatedInvitation created = fixture.given(3);
    for (String name : List.of("a", "b", "c")) {
      script.before("admit", FaultScript.failing(ErrorCode.STORAGE_UNAVAILABLE));
      assertThrows(ServiceException.class, () -> fixture.join(created, name));
    }
    fixture.clock.pass(LIFE);
    script.before("acs.delete", FaultScript.failing(ErrorCode.ACS_UNAVAILABLE));

    assertEquals(new RecoveryResult(2, 1), recover());

    fixture.recoverLater();
    assertEquals(0, fixture.places(created));
    fixture.assertTidy();
  }

  @Test
  void anInterruptedJoinIsLeftAloneForTheGracePeriod() {
    CreatedInvitation created = fixture.given(1);
    script.before("admit", FaultScript.failing(ErrorCode.STORAGE_UNAVAILABLE));
    assertThrows(ServiceException.class, () -> fixture.join(created, "a"));

    fixture.clock.pass(Recovery.GRACE_PERIOD);
    assertEquals(RecoveryResult.NOTHING, recover());
    fixture.clock.pass(Duration.ofNanos(1));
    assertEquals(new RecoveryResult(1, 0), recover());

    fixture.assertTidy();
  }

  @Test
  void anInterruptedJoinIsAudited() {
    CreatedInvitation created = fixture.given(1);
    script.before("admit", FaultScript.failing(ErrorCode.STORAGE_UNAVAILABLE));
    assertThrows(ServiceException.class, () -> fixture.join(created, "a"));
    fixture.clock.pass(LIFE);
    var recovered =
        StateChange.of(StateChange.Kind.RECOVERED)
            .withUser(guest(created, "a").user())
            .withInvitation(created.invitation().id().pseudonym());
    script.before("acs.delete", FaultScript.failing(ErrorCode.ACS_UNAVAILABLE));

    recover();
    assertEquals(
        Outcome.UNKNOWN,
        fixture.observer.changes().stream()
            .filter(change -> change.kind() == StateChange.Kind.RECOVERED)
            .findFirst()
            .orElseThrow()
            .outcome());
    fixture.clock.pass(LIFE);
    recover();

    assertTrue(fixture.observer.changes().contains(recovered));
  }

  @Test
  void anEntryThatAnotherInstanceHasClaimedIsLeftToIt() {
    CreatedInvitation created = fixture.given(1);
    script.before("admit", FaultScript.failing(ErrorCode.STORAGE_UNAVAILABLE));
    assertThrows(ServiceException.class, () -> fixture.join(created, "a"));
    fixture.clock.pass(LIFE);
    script.before("join.claim", () -> assertEquals(0, fixture.othersRecover().remaining()));

    assertEquals(new RecoveryResult(0, 1), recover());

    fixture.assertTidy();
  }

  @Test
  void twoInstancesMayEndAnInvitationAtOnce() {
    for (String step :
        List.of(
            "invitation.find",
            "invitation.replace",
            "guests.find",
            "acs.delete",
            "guest.remove",
            "end.add",
            "end.remove")) {
      var own = new GuestFixture();
      own.othersJoin(own.given(requestWithExpiry(new Expiry.After(LIFE))), "a");
      own.clock.pass(LIFE);
      own.script.before(step, own::othersRecover);

      own.recovery.run(own.context);

      own.recoverLater();
      assertEquals(Set.of(), own.acs.live(), step);
      assertEquals(1, own.table.endings().size(), step);
      own.assertTidy();
    }
  }

  @Test
  void recoveryLeavesTheRestToTheNextRunWhenItsTimeIsOver() {
    for (int i = 0; i < 3; i++) {
      fixture.othersJoin(
          fixture.given(requestWithExpiry(new Expiry.After(LIFE.plusSeconds(i)))), "a");
    }
    fixture.clock.pass(LIFE.plusSeconds(2));
    AtomicLong nanos = new AtomicLong();
    var run = new RequestContext(Deadline.in(Duration.ofSeconds(25), nanos::get), fixture.observer);
    script.after("end.remove", () -> nanos.addAndGet(Duration.ofSeconds(25).toNanos()));

    assertEquals(new RecoveryResult(1, 2), fixture.recovery.run(run));

    assertEquals(List.of(), fixture.observer.survived());
    assertEquals(new RecoveryResult(2, 0), recover());
  }

  // A request that creates an invitation first schedules its end.
  @Test
  void anEntryStaysAsLongAsItsInvitationMayStillBeCreated() {
    var shortest = requestWithExpiry(new Expiry.After(Duration.ofSeconds(1)));
    script.after(
        "end.add",
        () -> {
          fixture.clock.pass(Duration.ofSeconds(2));
          assertEquals(1, fixture.othersRecover().remaining());
        });

    fixture.invitations.create(INVITER, shortest, fixture.context);

    assertEquals(1, fixture.table.endings().size());
  }

  @Test
  void theEntryOfAnInvitationThatWasNeverCreatedIsRemoved() {
    script.before("invitation.replace", FaultScript.failing(ErrorCode.STORAGE_UNAVAILABLE));
    assertThrows(
        ServiceException.class,
        () -> fixture.invitations.create(INVITER, request(1), fixture.context));
    fixture.clock.pass(Duration.ofHours(24));
    assertEquals(new RecoveryResult(0, 1), recover());

    fixture.clock.pass(LIFE);
    assertEquals(new RecoveryResult(1, 0), recover());

    assertEquals(Set.of(), fixture.table.endings());
  }

  @Test
  void recoveryFailsIfTheLogCannotBeRead() {
    for (String step : List.of("joins.find", "ends.find")) {
      script.before(step, FaultScript.failing(ErrorCode.STORAGE_UNAVAILABLE));

      assertThrows(ServiceException.class, this::recover, step);
    }
  }

  private CreatedInvitation given() {
    return fixture.given(
        new InvitationRequest(
            Optional.empty(),
            Optional.of(new Expiry.After(LIFE)),
            OptionalInt.of(3),
            Optional.empty(),
            Optional.empty()));
  }

  private RecoveryResult recover() {
    return fixture.recovery.run(fixture.context);
  }
}
