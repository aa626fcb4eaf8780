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
import java.time.temporal.ChronoUnit;
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

  // The time after which an end that failed is tried again.
  private static final Duration RETRY_PERIOD = Duration.ofMinutes(1);

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
   * schedule that are due. If one fails, a later run repeats it, and this run continues with the
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
      result = result.plus(attempt(() -> process(due, now, context), context));
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
  // is always an entry for the expiry. One that fails is scheduled again, because only the oldest
  // entries are found.
  private boolean process(ScheduledEnd due, Instant now, RequestContext context) {
    boolean isDone = false;
    try {
      Optional<Invitation> found = ending.markExpired(due.invitation(), now, context);
      if (found.isEmpty() && mayBeCreated(due, now)) {
        return false;
      }
      isDone = endUnlessOpen(due.invitation(), found, now, context);
    } catch (ServiceException e) {
      context.observer().onSurvivedFailure(e);
    }
    if (!isDone) {
      Instant again = now.plus(RETRY_PERIOD).truncatedTo(ChronoUnit.SECONDS);
      schedule.add(new ScheduledEnd(due.invitation(), again), context);
    }
    schedule.remove(due, context);
    return isDone;
  }

  // The entry for the expiry is written before the invitation, which a request may be about to
  // write.
  private static boolean mayBeCreated(ScheduledEnd due, Instant now) {
    return !due.time().isBefore(now.minus(Recovery.GRACE_PERIOD));
  }

  // Returns false if guests remain. An absent invitation has none, unless another instance removed
  // it while its key was used again.
  private boolean endUnlessOpen(
      InvitationId id, Optional<Invitation> found, Instant now, RequestContext context) {
    if (found.filter(invitation -> invitation.endedOn().isEmpty()).isPresent()) {
      return true;
    }
    if (ending.deleteGuests(id, context) > 0) {
      return false;
    }
    found.ifPresent(ended -> removeInTime(ended, now, context));
    return true;
  }

  private void removeInTime(Invitation ended, Instant now, RequestContext context) {
    Instant removal = ended.terms().expiresOn().plus(RETENTION);
    if (removal.isAfter(now)) {
      schedule.add(new ScheduledEnd(ended.id(), removal), context);
    } else {
      store.remove(ended, context);
    }
  }
}
