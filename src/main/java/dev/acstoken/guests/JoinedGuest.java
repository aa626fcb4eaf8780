package dev.acstoken.guests;

import dev.acstoken.identity.CommunicationUserId;
import java.time.Instant;

/**
 * A guest who has joined and takes one of the invitation's places.
 *
 * @param guest the guest
 * @param communicationUserId the guest's ACS identity
 * @param joinedOn the time at which the guest joined
 */
public record JoinedGuest(Guest guest, CommunicationUserId communicationUserId, Instant joinedOn) {

  JoinedGuest withIdentity(CommunicationUserId id) {
    return new JoinedGuest(guest, id, joinedOn);
  }
}
