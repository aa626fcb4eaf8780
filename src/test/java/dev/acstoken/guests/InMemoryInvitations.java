package dev.acstoken.guests;

import static java.util.Comparator.comparing;

import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An in-memory store of invitations, join log and end schedule. Every call is atomic: it takes full
 * effect, or it fails without effect because its deadline has passed.
 */
final class InMemoryInvitations implements InvitationStore, JoinLog, EndSchedule {

  private final Map<InvitationId, Invitation> invitations = new HashMap<>();
  private final Map<Guest, JoinedGuest> guests = new HashMap<>();
  private final Map<String, PendingJoin> joining = new HashMap<>();
  private final Set<ScheduledEnd> endings = new HashSet<>();
  private final InstantSource clock;
  private long writes;

  InMemoryInvitations(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized Optional<Invitation> find(InvitationId id, RequestContext context) {
    check(context);
    return Optional.ofNullable(invitations.get(id));
  }

  @Override
  public synchronized Optional<Invitation> replace(Invitation invitation, RequestContext context) {
    check(context);
    return isCurrent(invitation) ? Optional.of(put(invitation)) : Optional.empty();
  }

  private boolean isCurrent(Invitation invitation) {
    return Optional.ofNullable(invitations.get(invitation.id()))
        .flatMap(Invitation::version)
        .equals(invitation.version());
  }

  private Invitation put(Invitation invitation) {
    Invitation stored = invitation.withVersion(newVersion());
    invitations.put(invitation.id(), stored);
    return stored;
  }

  @Override
  public synchronized boolean admit(
      Invitation invitation, JoinedGuest guest, RequestContext context) {
    check(context);
    if (!isCurrent(invitation) || guests.containsKey(guest.guest())) {
      return false;
    }
    put(invitation);
    guests.put(guest.guest(), guest);
    return true;
  }

  @Override
  public synchronized Optional<JoinedGuest> findGuest(Guest guest, RequestContext context) {
    check(context);
    return Optional.ofNullable(guests.get(guest));
  }

  @Override
  public synchronized List<JoinedGuest> findGuests(InvitationId id, RequestContext context) {
    check(context);
    return guests.values().stream().filter(it -> it.guest().invitation().equals(id)).toList();
  }

  @Override
  public synchronized void updateGuest(JoinedGuest guest, RequestContext context) {
    check(context);
    guests.replace(guest.guest(), guest);
  }

  @Override
  public synchronized void removeGuest(Guest guest, RequestContext context) {
    check(context);
    guests.remove(guest);
  }

  @Override
  public synchronized void remove(Invitation invitation, RequestContext context) {
    check(context);
    if (isCurrent(invitation)) {
      invitations.remove(invitation.id());
    }
  }

  @Override
  public synchronized PendingJoin begin(Guest guest, RequestContext context) {
    check(context);
    String id = "join " + ++writes;
    return write(guest, id, false);
  }

  @Override
  public synchronized List<PendingJoin> findOf(Guest guest, RequestContext context) {
    check(context);
    return joining.values().stream().filter(join -> join.guest().equals(guest)).toList();
  }

  @Override
  public synchronized List<PendingJoin> findStale(Instant before, RequestContext context) {
    check(context);
    return joining.values().stream()
        .filter(join -> join.since().isBefore(before))
        .sorted(comparing(PendingJoin::since))
        .toList();
  }

  @Override
  public synchronized Optional<PendingJoin> claim(PendingJoin join, RequestContext context) {
    check(context);
    return join.equals(joining.get(join.id()))
        ? Optional.of(write(join.guest(), join.id(), true))
        : Optional.empty();
  }

  private PendingJoin write(Guest guest, String id, boolean isClaimed) {
    PendingJoin join = new PendingJoin(guest, id, clock.instant(), newVersion(), isClaimed);
    joining.put(id, join);
    return join;
  }

  @Override
  public synchronized boolean complete(PendingJoin join, RequestContext context) {
    check(context);
    return joining.remove(join.id(), join);
  }

  @Override
  public synchronized void add(ScheduledEnd end, RequestContext context) {
    check(context);
    endings.add(end);
  }

  @Override
  public synchronized List<ScheduledEnd> findDue(Instant now, RequestContext context) {
    check(context);
    return endings.stream()
        .filter(end -> !end.time().isAfter(now))
        .sorted(comparing(ScheduledEnd::time))
        .toList();
  }

  @Override
  public synchronized void remove(ScheduledEnd end, RequestContext context) {
    check(context);
    endings.remove(end);
  }

  /** Returns all guests who have joined. */
  synchronized Set<JoinedGuest> guests() {
    return Set.copyOf(guests.values());
  }

  /** Returns the number of requests that began to let a guest join and have not completed it. */
  synchronized int joining() {
    return joining.size();
  }

  /** Returns all entries of the end schedule. */
  synchronized Set<ScheduledEnd> endings() {
    return Set.copyOf(endings);
  }

  private String newVersion() {
    return "version " + ++writes;
  }

  private static void check(RequestContext context) {
    if (context.deadline().hasPassed()) {
      throw new ServiceException(ErrorCode.STORAGE_UNAVAILABLE, "The deadline has passed.");
    }
  }
}
