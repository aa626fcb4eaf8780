package dev.acstoken.guests;

import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import java.util.List;
import java.util.Optional;

/**
 * The port to the storage of invitations and of the guests who have joined.
 *
 * <p>Every method may throw {@link ServiceException} with {@link ErrorCode#STORAGE_UNAVAILABLE},
 * also when the deadline passes. A write may or may not have happened then. A failed read never
 * counts as an absent row.
 *
 * <p>Implementations retry within the deadline. A retried conditional write can therefore meet the
 * result of its own first attempt, and then reports that another writer was faster. Callers read
 * again to distinguish the two.
 */
public interface InvitationStore {

  /** Reads an invitation; empty if there is none. */
  Optional<Invitation> find(InvitationId id, RequestContext context);

  /**
   * Stores an invitation if it has no version and none is stored, or if the stored one has the same
   * version. After the creation, only the code's hash and time, the number of guests and the end
   * change.
   *
   * @return the invitation with its new version; empty if another writer was faster
   */
  Optional<Invitation> replace(Invitation invitation, RequestContext context);

  /**
   * Stores the invitation and a new guest of it in one write, if the stored invitation has the same
   * version and the guest is not stored yet.
   *
   * @return false if another writer was faster
   */
  boolean admit(Invitation invitation, JoinedGuest guest, RequestContext context);

  /** Reads a guest; empty if the guest has not joined. */
  Optional<JoinedGuest> findGuest(Guest guest, RequestContext context);

  /** Finds all guests who have joined, in no particular order. */
  List<JoinedGuest> findGuests(InvitationId id, RequestContext context);

  /** Stores the identity of a guest, if the guest is stored. This call is idempotent. */
  void updateGuest(JoinedGuest guest, RequestContext context);

  /** Removes a guest. This call is idempotent. The invitation's number of guests stays. */
  void removeGuest(Guest guest, RequestContext context);

  /**
   * Removes an invitation, but none of its guests, if the stored one has the same version. This
   * call is idempotent.
   */
  void remove(Invitation invitation, RequestContext context);
}
