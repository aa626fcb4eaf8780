package dev.acstoken.modelcheck;

import dev.acstoken.guests.EndSchedule.ScheduledEnd;
import dev.acstoken.guests.Guest;
import dev.acstoken.guests.Invitation;
import dev.acstoken.guests.InvitationId;
import dev.acstoken.guests.JoinLog.PendingJoin;
import dev.acstoken.guests.JoinedGuest;
import dev.acstoken.identity.AccessToken;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows of invitations and of their guests, and what has happened to guests. */
final class GuestRows {

  final Map<InvitationId, Invitation> invitations = new HashMap<>();
  final Map<Guest, JoinedGuest> joined = new HashMap<>();
  final Map<String, PendingJoin> joining = new HashMap<>();

  /** The entries of the end schedule, and the callers that have written each. */
  final Map<ScheduledEnd, Set<String>> endings = new HashMap<>();

  /** The guests who ever got a place. */
  final Set<Guest> everJoined = new HashSet<>();

  /** The guests to whom an operation has returned a token. */
  final Map<AccessToken, Guest> receivers = new HashMap<>();

  /** Whether an operation has returned that the invitation has ended and no guest remains. */
  boolean isEndConfirmed;

  GuestRows() {}

  private GuestRows(GuestRows other) {
    invitations.putAll(other.invitations);
    joined.putAll(other.joined);
    joining.putAll(other.joining);
    endings.putAll(other.endings);
    everJoined.addAll(other.everJoined);
    receivers.putAll(other.receivers);
    isEndConfirmed = other.isEndConfirmed;
  }

  GuestRows copy() {
    return new GuestRows(this);
  }

  /** Returns whether a request of the guest is in the join log. */
  boolean isJoining(Guest guest) {
    return joining.values().stream().anyMatch(join -> join.guest().equals(guest));
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof GuestRows other
        && invitations.equals(other.invitations)
        && joined.equals(other.joined)
        && joining.equals(other.joining)
        && endings.equals(other.endings)
        && everJoined.equals(other.everJoined)
        && receivers.equals(other.receivers)
        && isEndConfirmed == other.isEndConfirmed;
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        invitations, joined, joining, endings, everJoined, receivers, isEndConfirmed);
  }
}
