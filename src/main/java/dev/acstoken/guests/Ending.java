package dev.acstoken.guests;

import dev.acstoken.guests.EndSchedule.ScheduledEnd;
import dev.acstoken.identity.Audit;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.StateChange;
import dev.acstoken.identity.protocol.OptimisticRetry;
import dev.acstoken.identity.protocol.Recovery;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

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
  private final GuestDeletion deletion;
  private final InstantSource clock;

  Ending(InvitationStore store, EndSchedule schedule, GuestDeletion deletion, InstantSource clock) {
    this.store = store;
    this.schedule = schedule;
    this.deletion = deletion;
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
    var unused = mark(id, invitation -> true, context);
  }

  /**
   * Marks an invitation as ended if it has expired.
   *
   * @return the invitation, which is marked if it has expired or was marked before; empty if it
   *     does not exist
   */
  Optional<Invitation> markExpired(InvitationId id, Instant now, RequestContext context) {
    return mark(id, invitation -> invitation.stateAt(now) == Invitation.State.EXPIRED, context);
  }

  private Optional<Invitation> mark(
      InvitationId id, Predicate<Invitation> isOver, RequestContext context) {
    return OptimisticRetry.run(
        context,
        () -> {
          Optional<Invitation> found = store.find(id, context);
          return found.filter(it -> it.endedOn().isEmpty()).filter(isOver).isEmpty()
              ? Optional.of(found)
              : Optional.of(mark(found.get(), context)).filter(Optional::isPresent);
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
   * Deletes the guests of a marked invitation.
   *
   * @return the number of guests who remain, because a deletion failed or the time did not suffice
   */
  int deleteGuests(InvitationId id, RequestContext context) {
    List<Guest> guests = store.findGuests(id, context).stream().map(JoinedGuest::guest).toList();
    return deletion.deleteAll(guests, context.leaving(RESPONSE_RESERVE));
  }
}
