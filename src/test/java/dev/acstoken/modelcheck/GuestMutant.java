package dev.acstoken.modelcheck;

/** A deliberate bug in the protocol of guests, which the model checker must find. */
enum GuestMutant {
  NONE,
  /** A guest begins to join without an entry in the join log. */
  NO_JOIN_LOG,
  /** A guest takes a place although the invitation has changed since it was read. */
  PLACE_TAKEN_UNCONDITIONALLY,
  /** A guest is stored, but does not take a place. */
  GUEST_NOT_COUNTED,
  /** A guest takes a place of an invitation that was ended meanwhile. */
  END_IGNORED_BY_ADMISSION,
  /** A guest who has joined and whose identity is gone gets another one without an admission. */
  NO_ADMISSION_OF_JOINED_GUESTS,
  /** The new identity of a guest is not stored in the guest's row. */
  GUEST_NOT_UPDATED,
  /** A refused guest keeps the identity. */
  REFUSED_GUEST_KEEPS_IDENTITY,
  /** Recovery deletes the identity of a guest who has a place. */
  RECOVERY_DELETES_JOINED_GUESTS,
  /** Recovery keeps the identity of a guest without a place. */
  RECOVERY_KEEPS_REFUSED_GUESTS,
  /** A request joins although the guest's identity is being deleted. */
  CLAIMED_ENTRY_IGNORED,
  /** The identity of a guest is deleted although another request of the guest is joining. */
  OTHER_ENTRY_IGNORED,
  /** A request releases a token although its entry in the join log was claimed. */
  CLAIM_IGNORED,
  /** The guests of an invitation are looked for before the invitation is marked as ended. */
  GUESTS_FOUND_BEFORE_THE_MARK,
  /** An end is not scheduled, so recovery does not complete it. */
  END_NOT_SCHEDULED,
  /** The expiry of an invitation is scheduled after the invitation was stored. */
  EXPIRY_SCHEDULED_LAST
}
