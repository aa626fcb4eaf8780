package dev.acstoken.identity.protocol.modelcheck;

/**
 * A deliberate breakage of the protocol, for the simulation to find: what would follow if the
 * domain or an adapter did it so.
 */
enum Breakage {
  NONE,
  /** The insert overwrites a row that is there. */
  UPSERT_INSTEAD_OF_INSERT,
  /** A create is repeated after its reply was lost. */
  CREATE_REPEATED_BLINDLY,
  /** A storage failure reads as "there is no row". */
  FAILURE_MEANS_ABSENT,
  /** The row is not read again before a token is released. */
  NO_VERIFY_BEFORE_RELEASE,
  /** The identity is deleted without marking its row first. */
  DELETE_WITHOUT_MARK,
  /** The row of a changed mapping is removed all the same. */
  UNCONDITIONAL_REMOVE,
  /** What is under way is not recorded first. */
  NOTHING_RECORDED,
  /** A creator does not care whether its record is still its own. */
  SETTLED_WHATEVER_HAPPENED,
  /** A marked row is removed before the identity is deleted at ACS. */
  ROW_REMOVED_WITHOUT_DELETING,
  /** A policy takes a scope away without a mark that tokens are to be revoked. */
  REVOCATION_NOT_MARKED,
  /** The mark is taken off before the tokens are revoked. */
  MARK_REMOVED_WITHOUT_REVOKING,
  /** A deletion removes the row with the policy in it. */
  POLICY_DELETED_WITH_THE_IDENTITY
}
