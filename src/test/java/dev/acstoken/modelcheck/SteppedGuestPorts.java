package dev.acstoken.modelcheck;

import static java.util.Comparator.comparing;

import dev.acstoken.guests.EndSchedule;
import dev.acstoken.guests.Guest;
import dev.acstoken.guests.Invitation;
import dev.acstoken.guests.InvitationId;
import dev.acstoken.guests.InvitationStore;
import dev.acstoken.guests.JoinLog;
import dev.acstoken.guests.JoinedGuest;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.RequestContext;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The ports of one caller's {@link dev.acstoken.guests.GuestProtocol}. */
final class SteppedGuestPorts implements InvitationStore, JoinLog, EndSchedule {

  private final Replay replay;
  private final GuestMutant mutant;

  /** Whether the caller has begun to let a guest join. */
  private boolean hasBegun;

  /** Whether the caller has claimed an entry of the join log. */
  private boolean hasClaimed;

  /** The invitation and the guest that the caller has found first. */
  private Optional<Invitation> firstInvitation = Optional.empty();

  private Optional<JoinedGuest> firstGuest = Optional.empty();

  /** The steps that a mutant takes later than the protocol. */
  private Optional<Runnable> postponed = Optional.empty();

  SteppedGuestPorts(Replay replay, GuestMutant mutant) {
    this.replay = replay;
    this.mutant = mutant;
  }

  @Override
  @SuppressWarnings("unchecked")
  public Optional<Invitation> find(InvitationId id, RequestContext context) {
    if (mutant == GuestMutant.NO_ADMISSION_OF_JOINED_GUESTS && firstGuest.isPresent()) {
      return firstInvitation;
    }
    Optional<Invitation> found =
        replay.table(
            "findInvitation",
            Optional.class,
            system -> Optional.ofNullable(system.guests.invitations.get(id)));
    firstInvitation = firstInvitation.or(() -> found);
    return mutant == GuestMutant.END_IGNORED_BY_ADMISSION && hasBegun
        ? found.map(invitation -> withEnd(Optional.empty(), invitation))
        : found;
  }

  private static Invitation withEnd(Optional<Instant> end, Invitation invitation) {
    return new Invitation(
        invitation.id(),
        invitation.creator(),
        invitation.terms(),
        invitation.requestHash(),
        invitation.codeHash(),
        invitation.codeIssuedOn(),
        invitation.createdOn(),
        invitation.guests(),
        end,
        invitation.version());
  }

  @Override
  @SuppressWarnings("unchecked")
  public Optional<Invitation> replace(Invitation invitation, RequestContext context) {
    boolean isEnd = invitation.endedOn().isPresent();
    if (mutant == GuestMutant.GUESTS_FOUND_BEFORE_THE_MARK && isEnd) {
      postponed = Optional.of(() -> mark(invitation));
      return Optional.of(invitation);
    }
    Invitation written = invitation.withVersion(replay.newName());
    Optional<Invitation> replaced =
        replay.table(
            isEnd ? "markInvitation" : "putInvitation",
            Optional.class,
            system -> {
              if (!isUnchanged(invitation, system.guests)) {
                return Optional.empty();
              }
              system.guests.invitations.put(invitation.id(), written);
              return Optional.of(written);
            });
    if (mutant == GuestMutant.EXPIRY_SCHEDULED_LAST) {
      postponed.ifPresent(Runnable::run);
    }
    return replaced;
  }

  private void mark(Invitation ended) {
    String version = replay.newName();
    replay.tableDo(
        "markInvitation",
        system ->
            system.guests.invitations.computeIfPresent(
                ended.id(), (id, stored) -> withEnd(ended.endedOn(), stored).withVersion(version)));
  }

  @Override
  public boolean admit(Invitation invitation, JoinedGuest guest, RequestContext context) {
    Invitation written = invitation.withVersion(replay.newName());
    return replay.table(
        "admit",
        Boolean.class,
        system -> {
          GuestRows rows = system.guests;
          boolean isUnchanged =
              isUnchanged(invitation, rows) || mutant == GuestMutant.PLACE_TAKEN_UNCONDITIONALLY;
          if (!isUnchanged || rows.joined.containsKey(guest.guest())) {
            return false;
          }
          if (mutant != GuestMutant.GUEST_NOT_COUNTED) {
            rows.invitations.put(invitation.id(), written);
          }
          rows.joined.put(guest.guest(), guest);
          rows.everJoined.add(guest.guest());
          return true;
        });
  }

  private static boolean isUnchanged(Invitation invitation, GuestRows rows) {
    return Optional.ofNullable(rows.invitations.get(invitation.id()))
        .flatMap(Invitation::version)
        .equals(invitation.version());
  }

  @Override
  @SuppressWarnings("unchecked")
  public Optional<JoinedGuest> findGuest(Guest guest, RequestContext context) {
    if (mutant == GuestMutant.NO_ADMISSION_OF_JOINED_GUESTS && firstGuest.isPresent()) {
      return firstGuest;
    }
    Optional<JoinedGuest> found =
        replay.table(
            "findGuest",
            Optional.class,
            system -> Optional.ofNullable(system.guests.joined.get(guest)));
    firstGuest = firstGuest.or(() -> found);
    if (mutant == GuestMutant.RECOVERY_DELETES_JOINED_GUESTS && hasClaimed) {
      return Optional.empty();
    }
    return keepsIdentity() ? Optional.of(joinedAtAnyTime(guest)) : found;
  }

  private boolean keepsIdentity() {
    return hasClaimed
        && (hasBegun
            ? mutant == GuestMutant.REFUSED_GUEST_KEEPS_IDENTITY
            : mutant == GuestMutant.RECOVERY_KEEPS_REFUSED_GUESTS);
  }

  private static JoinedGuest joinedAtAnyTime(Guest guest) {
    return new JoinedGuest(guest, new CommunicationUserId("8:acs:any"), SystemState.NOW);
  }

  @Override
  @SuppressWarnings("unchecked")
  public List<JoinedGuest> findGuests(InvitationId id, RequestContext context) {
    List<JoinedGuest> found =
        replay.table(
            "findGuests",
            List.class,
            system ->
                system.guests.joined.values().stream()
                    .filter(joined -> joined.guest().invitation().equals(id))
                    .sorted(comparing(joined -> joined.guest().id()))
                    .toList());
    if (mutant == GuestMutant.GUESTS_FOUND_BEFORE_THE_MARK) {
      postponed.ifPresent(Runnable::run);
    }
    return found;
  }

  @Override
  public void updateGuest(JoinedGuest guest, RequestContext context) {
    if (mutant != GuestMutant.GUEST_NOT_UPDATED) {
      replay.tableDo(
          "updateGuest",
          system -> system.guests.joined.computeIfPresent(guest.guest(), (key, stored) -> guest));
    }
  }

  @Override
  public void removeGuest(Guest guest, RequestContext context) {
    replay.tableDo("removeGuest", system -> system.guests.joined.remove(guest));
  }

  @Override
  public void remove(Invitation invitation, RequestContext context) {
    replay.tableDo(
        "removeInvitation",
        system -> {
          if (isUnchanged(invitation, system.guests)) {
            system.guests.invitations.remove(invitation.id());
          }
        });
  }

  @Override
  public PendingJoin begin(Guest guest, RequestContext context) {
    String id = replay.newName();
    PendingJoin begun = new PendingJoin(guest, id, SystemState.NOW, id, false);
    hasBegun = true;
    if (mutant != GuestMutant.NO_JOIN_LOG) {
      replay.tableDo("beginJoin", system -> system.guests.joining.put(id, begun));
    }
    return begun;
  }

  @Override
  @SuppressWarnings("unchecked")
  public List<PendingJoin> findOf(Guest guest, RequestContext context) {
    if (hasClaimed
        ? mutant == GuestMutant.OTHER_ENTRY_IGNORED
        : mutant == GuestMutant.CLAIMED_ENTRY_IGNORED) {
      return List.of();
    }
    return replay.table(
        "findJoins",
        List.class,
        system ->
            system.guests.joining.values().stream()
                .filter(join -> join.guest().equals(guest))
                .sorted(comparing(PendingJoin::id))
                .toList());
  }

  @Override
  @SuppressWarnings("unchecked")
  public List<PendingJoin> findStale(Instant before, RequestContext context) {
    return replay.table(
        "findStaleJoins",
        List.class,
        system ->
            system.guests.joining.values().stream()
                .filter(join -> system.underWay.stream().noneMatch(join.version()::startsWith))
                .sorted(comparing(PendingJoin::version))
                .toList());
  }

  @Override
  @SuppressWarnings("unchecked")
  public Optional<PendingJoin> claim(PendingJoin join, RequestContext context) {
    PendingJoin claimed =
        new PendingJoin(join.guest(), join.id(), SystemState.NOW, replay.newName(), true);
    Optional<PendingJoin> result =
        replay.table(
            "claimJoin",
            Optional.class,
            system ->
                system.guests.joining.replace(join.id(), join, claimed)
                    ? Optional.of(claimed)
                    : Optional.empty());
    hasClaimed = result.isPresent();
    return result;
  }

  @Override
  public boolean complete(PendingJoin join, RequestContext context) {
    boolean isUnchanged =
        replay.table(
            "completeJoin", Boolean.class, system -> system.guests.joining.remove(join.id(), join));
    return isUnchanged || mutant == GuestMutant.NO_JOIN_LOG || mutant == GuestMutant.CLAIM_IGNORED;
  }

  @Override
  public void add(ScheduledEnd end, RequestContext context) {
    boolean isExpiry = end.time().equals(GuestOperation.EXPIRY);
    if (mutant == GuestMutant.EXPIRY_SCHEDULED_LAST && isExpiry) {
      postponed = Optional.of(() -> write(end));
    } else if (mutant != GuestMutant.END_NOT_SCHEDULED
        || !end.time().isBefore(GuestOperation.EXPIRY)) {
      write(end);
    }
  }

  // Two callers may write the same entry.
  private void write(ScheduledEnd end) {
    replay.tableDo(
        "schedule",
        system -> {
          Set<String> writers = new HashSet<>(system.guests.endings.getOrDefault(end, Set.of()));
          writers.add(replay.caller());
          system.guests.endings.put(end, Set.copyOf(writers));
        });
  }

  @Override
  @SuppressWarnings("unchecked")
  public List<ScheduledEnd> findDue(Instant now, RequestContext context) {
    return replay.table(
        "findDue",
        List.class,
        system ->
            system.guests.endings.entrySet().stream()
                .filter(entry -> !entry.getKey().time().isAfter(now))
                .filter(entry -> entry.getValue().stream().noneMatch(system.underWay::contains))
                .map(entry -> entry.getKey())
                .sorted(comparing(ScheduledEnd::time))
                .toList());
  }

  @Override
  public void remove(ScheduledEnd end, RequestContext context) {
    replay.tableDo("unschedule", system -> system.guests.endings.remove(end));
  }
}
