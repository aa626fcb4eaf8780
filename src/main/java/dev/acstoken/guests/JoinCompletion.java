package dev.acstoken.guests;

import dev.acstoken.guests.JoinLog.PendingJoin;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.protocol.Identities;
import java.util.Optional;

/**
 * Completes joins that were refused or interrupted, and deletes the identity of a guest who got no
 * place.
 *
 * <p>Requests that use the identity meanwhile are excluded: this class claims its entry before it
 * looks for other entries of the guest, and a request that joins begins its entry before it looks
 * for claimed ones. So at least one of the two finds the entry of the other.
 */
final class JoinCompletion {

  private final InvitationStore store;
  private final JoinLog log;
  private final Admission admission;
  private final Identities identities;

  JoinCompletion(InvitationStore store, JoinLog log, Admission admission, Identities identities) {
    this.store = store;
    this.log = log;
    this.admission = admission;
    this.identities = identities;
  }

  /** Returns whether the guest's identity may be being deleted, so that no request may use it. */
  boolean mayBeDeleting(Guest guest, RequestContext context) {
    return log.findOf(guest, context).stream().anyMatch(PendingJoin::isClaimed);
  }

  /**
   * Removes the entry of a guest who has a place. If that fails, recovery removes it.
   *
   * @param identity the identity of the token that the guest is about to get
   * @return false if the entry was claimed, so that the identity may have been deleted
   */
  boolean removeEntry(PendingJoin join, CommunicationUserId identity, RequestContext context) {
    try {
      return log.complete(join, context);
    } catch (ServiceException e) {
      return isKept(join, identity, context);
    }
  }

  // The entry may be gone although the call failed. Nobody is deleting the identity then.
  private boolean isKept(PendingJoin join, CommunicationUserId identity, RequestContext context) {
    Optional<PendingJoin> entry =
        log.findOf(join.guest(), context).stream()
            .filter(found -> found.id().equals(join.id()))
            .findFirst();
    return entry.isPresent()
        ? !entry.get().isClaimed()
        : findIdentity(join.guest(), context).equals(Optional.of(identity));
  }

  /**
   * Completes a join that was refused or interrupted, and removes its entry. If a step fails, the
   * entry remains, and {@link GuestRecovery} repeats the steps.
   *
   * @return false if another instance was faster to claim or to remove the entry
   */
  boolean complete(PendingJoin join, RequestContext context) {
    Optional<PendingJoin> claimed = log.claim(join, context);
    if (claimed.isEmpty()) {
      return false;
    }
    // A request takes the place before it removes its entry, so the place is looked for last.
    if (!hasOtherEntry(join, context)) {
      updateOrDelete(join.guest(), context);
    }
    return log.complete(claimed.get(), context);
  }

  // The request with the other entry uses the guest's identity, or it is completed itself.
  private boolean hasOtherEntry(PendingJoin join, RequestContext context) {
    return log.findOf(join.guest(), context).stream()
        .anyMatch(other -> !other.isClaimed() && !other.id().equals(join.id()));
  }

  private void updateOrDelete(Guest guest, RequestContext context) {
    Optional<JoinedGuest> joined =
        store
            .find(guest.invitation(), context)
            .filter(invitation -> invitation.endedOn().isEmpty())
            .flatMap(open -> store.findGuest(guest, context));
    if (joined.isPresent()) {
      // The request may have replaced a lost identity and failed before it updated the guest.
      findIdentity(guest, context)
          .ifPresent(current -> admission.updateIdentity(joined.get(), current, context));
    } else {
      identities.delete(guest.user(), GuestObserver.of(guest, context));
    }
  }

  private Optional<CommunicationUserId> findIdentity(Guest guest, RequestContext context) {
    try {
      return Optional.of(identities.get(guest.user(), context).communicationUserId());
    } catch (ServiceException e) {
      if (e.code() == ErrorCode.IDENTITY_NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
