package dev.acstoken.modelcheck;

import static dev.acstoken.modelcheck.Violation.require;

import dev.acstoken.guests.EndSchedule.ScheduledEnd;
import dev.acstoken.guests.Guest;
import dev.acstoken.guests.Invitation;
import dev.acstoken.guests.InvitationCode;
import dev.acstoken.guests.InvitationId;
import dev.acstoken.guests.JoinedGuest;
import dev.acstoken.guests.PredictableGuests;
import dev.acstoken.identity.AccessToken;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Mapping;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The invariants of invitations and guests. The page docs/reference/invariants.md explains each of
 * them.
 */
final class GuestInvariants {

  private GuestInvariants() {}

  /** Checks the token that a guest has just received. */
  static void checkRelease(Result.Joined joined, AtStart atStart, SystemState system) {
    GuestRows rows = system.guests;
    require(
        rows.everJoined.contains(joined.guest()),
        "A token is released only to a guest with a place");
    require(
        atStart.isOpen(),
        "A token is released only with the code of an invitation that was open when the request began");
    require(
        GuestOperation.SCOPES.containsAll(system.issued(joined.token()).scopes()),
        "A released token has only scopes of the invitation");
    CommunicationUserId owner = system.ownerOf(joined.token());
    boolean isMapped =
        system.live.contains(owner)
            && system
                .account(joined.guest().user())
                .mapping()
                .filter(mapping -> mapping.communicationUserId().equals(owner))
                .isPresent();
    require(
        isMapped || isEnded(joined.guest().invitation(), rows),
        "While the invitation is open, a released token belongs to the guest's live identity");
  }

  private static boolean isEnded(InvitationId id, GuestRows rows) {
    return findOpen(id, rows).isEmpty();
  }

  private static Optional<Invitation> findOpen(InvitationId id, GuestRows rows) {
    return Optional.ofNullable(rows.invitations.get(id))
        .filter(invitation -> invitation.endedOn().isEmpty());
  }

  /** Returns the invitation if it is open and has the code. */
  static Optional<Invitation> findOpen(InvitationCode code, SystemState system) {
    return findOpen(code.invitation(), system.guests)
        .filter(invitation -> PredictableGuests.hasCode(invitation, code));
  }

  /** Returns whether the invitation has a place that nobody has taken. */
  static boolean hasPlaceLeft(InvitationId id, SystemState system) {
    return findOpen(id, system.guests)
        .filter(open -> system.guests.everJoined.size() < open.terms().maxGuests())
        .isPresent();
  }

  /** Checks what holds at any moment. */
  static void checkAlways(SystemState system) {
    GuestRows rows = system.guests;
    for (Invitation invitation : rows.invitations.values()) {
      require(
          invitation.guests() == rows.everJoined.size(),
          "The number of guests is the number of those who ever took a place");
      require(
          rows.everJoined.size() <= invitation.terms().maxGuests(),
          "Never more guests join than the invitation has places");
      require(
          invitation.endedOn().isPresent()
              || rows.endings.keySet().stream().anyMatch(end -> isExpiry(end, invitation)),
          "The expiry of every open invitation is scheduled");
    }
    require(
        rows.everJoined.containsAll(rows.receivers.values()),
        "Only guests who took a place receive tokens");
    Map<CommunicationUserId, Guest> owners = new HashMap<>();
    rows.receivers.forEach(
        (token, guest) -> {
          Guest other = owners.putIfAbsent(system.ownerOf(token), guest);
          require(
              other == null || other.equals(guest), "No two guests receive tokens of one identity");
        });
    if (rows.isEndConfirmed) {
      for (AccessToken token : system.released) {
        require(!system.isValid(token), "After END has confirmed it, no token of a guest is valid");
      }
    }
  }

  // Recovery postpones an end that fails.
  private static boolean isExpiry(ScheduledEnd end, Invitation invitation) {
    return end.invitation().equals(invitation.id())
        && !end.time().isBefore(invitation.terms().expiresOn());
  }

  /**
   * Checks what holds at any moment if no caller is frozen beyond the grace period: every identity
   * of a guest can be found from a row of a guest who joined or from the join log.
   */
  static void checkFindable(SystemState system) {
    GuestRows rows = system.guests;
    for (Account account : system.accounts.values()) {
      Optional<Guest> guest = Guest.of(account.user());
      require(
          guest.isEmpty()
              || account.mapping().isEmpty()
              || rows.joined.containsKey(guest.get())
              || rows.isJoining(guest.get()),
          "A guest with an identity has a place or is in the join log");
    }
    for (JoinedGuest joined : rows.joined.values()) {
      require(
          rows.isJoining(joined.guest())
              || isEnded(joined.guest().invitation(), rows)
              || hasIdentity(joined, system),
          "While the invitation is open, a guest's row names the guest's identity");
    }
  }

  private static boolean hasIdentity(JoinedGuest joined, SystemState system) {
    return system
        .account(joined.guest().user())
        .mapping()
        .filter(mapping -> mapping.state() == Mapping.State.ACTIVE)
        .map(Mapping::communicationUserId)
        .equals(Optional.of(joined.communicationUserId()));
  }

  /**
   * Checks a system whose callers have ended, when failed operations were retried and the recovery
   * has run, before the invitation expires.
   */
  static void checkRest(TimingAssumption timing, SystemState system) {
    GuestRows rows = system.guests;
    require(rows.joining.isEmpty(), "No guest is joining");
    require(system.pending.isEmpty(), "No change is pending");
    boolean isOpen = rows.invitations.values().stream().anyMatch(it -> it.endedOn().isEmpty());
    if (isOpen) {
      require(
          rows.joined.keySet().equals(rows.everJoined), "Every guest with a place can be found");
    }
    if (timing == TimingAssumption.WITHIN_ITS_BUDGET) {
      checkFindable(system);
      require(
          !isOpen || rows.everJoined.equals(Set.copyOf(rows.receivers.values())),
          "Only a guest who receives a token takes a place");
      require(
          system.namedIdentities().containsAll(knownIdentities(system)),
          "A row of its user names every identity");
      boolean isEnded =
          rows.invitations.values().stream()
              .anyMatch(it -> it.stateAt(SystemState.NOW) == Invitation.State.ENDED);
      if (isEnded) {
        checkNothingLeft(system);
      }
    }
  }

  // An identity is not known if its id was lost with its caller, or if ACS has denied it to a
  // deletion, which takes that for a confirmation.
  private static Set<CommunicationUserId> knownIdentities(SystemState system) {
    Set<CommunicationUserId> known = new HashSet<>(system.live);
    known.retainAll(system.everWritten);
    known.removeAll(system.believedLost);
    return known;
  }

  /** Checks that the recovery has left nothing of an invitation that has ended. */
  static void checkNothingLeft(SystemState system) {
    GuestRows rows = system.guests;
    require(rows.joined.isEmpty(), "After the end, no row of a guest is left");
    require(rows.joining.isEmpty(), "After the end, no guest is joining");
    require(system.pending.isEmpty(), "After the end, no change is pending");
    require(knownIdentities(system).isEmpty(), "After the end, no identity of a guest exists");
    require(system.owners.isEmpty(), "After the end, no owner row of a guest is left");
  }

  /** Checks that nothing of an invitation is left when it was removed. */
  static void checkRemoved(SystemState system) {
    require(system.guests.invitations.isEmpty(), "An invitation that ended long ago is removed");
    require(system.guests.endings.isEmpty(), "The schedule has no entry of a removed invitation");
    require(system.accounts.isEmpty(), "No row of a guest's account is left");
  }
}
