package dev.acstoken.guests;

import dev.acstoken.guests.EndSchedule.ScheduledEnd;
import dev.acstoken.identity.Audit;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.StateChange;
import dev.acstoken.identity.protocol.Identities;
import dev.acstoken.identity.protocol.OptimisticRetry;
import dev.acstoken.identity.protocol.Recovery;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Ends invitations: marks the invitation, so that nobody joins any more, and then deletes its
 * guests. Every step may be repeated. If a step fails, the schedule makes {@link GuestRecovery}
 * repeat it.
 */
final class Ending {

  // The part of the time budget that is left for the response.
  private static final Duration RESPONSE_RESERVE = Duration.ofMillis(500);

  private final InvitationStore store;
  private final EndSchedule schedule;
  private final Identities identities;
  private final InstantSource clock;

  Ending(InvitationStore store, EndSchedule schedule, Identities identities, InstantSource clock) {
    this.store = store;
    this.schedule = schedule;
    this.identities = identities;
    this.clock = clock;
  }

  /**
   * Schedules what a request may leave undone that is about to mark the invitation. Recovery looks
   * at the entry after the request has ended in any case.
   */
  void schedule(InvitationId id, RequestContext context) {
    Instant time = clock.instant().plus(Recovery.GRACE_PERIOD).truncatedTo(ChronoUnit.SECONDS);
    schedule.add(new ScheduledEnd(id, time), context);
  }

  /** Marks an invitation as ended, unless it is marked already or does not exist. */
  void mark(InvitationId id, RequestContext context) {
    var unused =
        OptimisticRetry.run(
            context,
            () -> {
              Optional<Invitation> found = store.find(id, context);
              return found.isEmpty() || found.get().endedOn().isPresent()
                  ? Optional.of(id)
                  : mark(found.get(), context).map(Invitation::id);
            });
  }

  private Optional<Invitation> mark(Invitation invitation, RequestContext context) {
    StateChange change = invitation.change(StateChange.Kind.INVITATION_ENDED);
    Optional<Invitation> marked =
        Audit.attempt(
            change,
            context,
            () ->
                store.replace(
                    invitation.withEnd(clock.instant().truncatedTo(ChronoUnit.MILLIS)), context));
    if (marked.isPresent()) {
      context.observer().onChange(change);
    }
    return marked;
  }

  /**
   * Deletes the guests of a marked invitation: their identities at ACS, and then their rows. If the
   * deletion of one fails, the others are deleted nevertheless.
   *
   * @return the number of guests who remain, because a deletion failed or the time did not suffice
   */
  int deleteGuests(InvitationId id, RequestContext context) {
    RequestContext steps = context.leaving(RESPONSE_RESERVE);
    List<JoinedGuest> guests = store.findGuests(id, context);
    int remaining = 0;
    for (int i = 0; i < guests.size(); i++) {
      if (steps.deadline().hasPassed()) {
        return remaining + guests.size() - i;
      }
      try {
        delete(guests.get(i).guest(), steps);
      } catch (ServiceException e) {
        context.observer().onSurvivedFailure(e);
        if (e.code() == ErrorCode.ACS_THROTTLED) {
          return remaining + guests.size() - i;
        }
        remaining++;
      }
    }
    return remaining;
  }

  private void delete(Guest guest, RequestContext context) {
    identities.delete(guest.user(), context);
    store.removeGuest(guest, context);
  }
}
