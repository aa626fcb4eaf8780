package dev.acstoken.modelcheck;

/** A deliberate bug in the move of users to a new name, which the model checker must find. */
enum MoveMutant implements IdentityMutant {
  NONE,
  /** The account is copied without a mark that keeps other requests from changing it. */
  NOT_MARKED,
  /** A request changes an account although it is marked. */
  MARK_IGNORED,
  /** The copy has no mark of its origin. */
  ORIGIN_FORGOTTEN,
  /** The old row becomes a pointer before the account is copied. */
  POINTER_BEFORE_COPY,
  /** The owner rows keep the old name. */
  OWNERS_NOT_MOVED,
  /** The access policy is not copied. */
  POLICY_NOT_COPIED,
  /** The previous identities are not copied. */
  PREVIOUS_NOT_COPIED,
  /** An account is created under the new name without a pointer from the old one. */
  CREATED_WITHOUT_POINTER,
  /** A user who is not stored under the new name is not looked up under the old one. */
  FORMER_NAME_IGNORED
}
