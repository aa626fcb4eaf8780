package dev.acstoken.guests;

import dev.acstoken.guests.EndSchedule.ScheduledEnd;
import dev.acstoken.guests.JoinLog.PendingJoin;
import dev.acstoken.identity.Audit;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.StateChange;
import dev.acstoken.identity.protocol.Recovery;
import dev.acstoken.identity.protocol.Recovery.RecoveryResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Completes what was interrupted, ends the invitations that have expired, and removes those that
 * ended long ago. Several instances may run it at once.
 */
public final class GuestRecovery {

  /**
   * The time for which an invitation is kept after its expiry, so that its code gets an error with
   * a reason.
   */
  static final Duration RETENTION = Duration.ofDays(30);

  private final InvitationStore store;
  private final JoinLog log;
  private final EndSchedule schedule;
  private final Ending ending;
  private final JoinCompletion completion;
  private final InstantSource clock;

  GuestRecovery(
      InvitationStore store,
      JoinLog log,
      EndSchedule schedule,
      Ending ending,
      JoinCompletion completion,
      InstantSource clock) {
    this.store = store;
    this.log = log;
    this.schedule = schedule;
    this.ending = ending;
    this.completion = completion;
    this.clock = clock;
  }

  /**
   * Processes the joins that are older than {@link Recovery#GRACE_PERIOD}, and the entries of the
   * schedule that are due. If one fails, it stays for the next run, and this run continues with the
   * others, as long as there is time.
   *
   * @throws ServiceException if the intent log cannot be read
   */
  public RecoveryResult run(RequestContext context) {
    Instant now = clock.instant();
    RecoveryResult result = RecoveryResult.NOTHING;
    for (PendingJoin stale : log.findStale(now.minus(Recovery.GRACE_PERIOD), context)) {
      result = result.plus(attempt(() -> completeAndReport(stale, context), context));
    }
    for (ScheduledEnd due : schedule.findDue(now, context)) {
      result = result.plus(attempt(() -> complete(due, now, context), context));
    }
    return result;
  }

  private static boolean attempt(BooleanSupplier step, RequestContext context) {
    try {
      return !context.deadline().hasPassed() && step.getAsBoolean();
    } catch (ServiceException e) {
      context.observer().onSurvivedFailure(e);
      return false;
    }
  }

  private boolean completeAndReport(PendingJoin stale, RequestContext context) {
    StateChange recovered =
        StateChange.of(StateChange.Kind.RECOVERED)
            .withUser(stale.guest().user())
            .withInvitation(stale.guest().invitation().pseudonym());
    boolean isCompleted =
        Audit.attemptSteps(recovered, context, () -> completion.complete(stale, context));
    if (isCompleted) {
      context.observer().onChange(recovered);
    }
    return isCompleted;
  }

  // An invitation can have several entries. One that finds nothing to do is removed, because there
  // is always an entry for the expiry.
  private boolean complete(ScheduledEnd due, Instant now, RequestContext context) {
    Optional<Invitation> found = store.find(due.invitation(), context);
    boolean isDone =
        found.isPresent() ? endUnlessOpen(found.get(), now, context) : isNeverCreated(due, now);
    if (isDone) {
      schedule.remove(due, context);
    }
    return isDone;
  }

  // The entry for the expiry is written before the invitation, which a request may be about to
  // write.
  private static boolean isNeverCreated(ScheduledEnd due, Instant now) {
    return due.time().isBefore(now.minus(Recovery.GRACE_PERIOD));
  }

  private boolean endUnlessOpen(Invitation invitation, Instant now, RequestContext context) {
    return invitation.stateAt(now) == Invitation.State.OPEN || end(invitation, now, context);
  }

  // Returns false if guests remain.
  private boolean end(Invitation invitation, Instant now, RequestContext context) {
    ending.mark(invitation.id(), context);
    if (ending.deleteGuests(invitation.id(), context) > 0) {
      return false;
    }
    Instant removal = invitation.terms().expiresOn().plus(RETENTION);
    if (removal.isAfter(now)) {
      schedule.add(new ScheduledEnd(invitation.id(), removal), context);
    } else {
      store.remove(invitation.id(), context);
    }
    return true;
  }
}
