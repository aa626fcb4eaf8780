package dev.acstoken.identity.protocol.modelcheck;

/** A deliberate fault in the protocol, which the model checker has to find. */
enum Mutant {
  NONE,
  /** The insert overwrites a row that is there. */
  UPSERT_INSTEAD_OF_INSERT,
  /** A creation is retried after its response was lost. */
  CREATE_RETRIED,
  /** A storage failure reads as "there is no row". */
  FAILURE_MEANS_ABSENT,
  /** The row is not read again before a token is released. */
  NO_VERIFY_BEFORE_RELEASE,
  /** The identity is deleted without marking its row first. */
  DELETE_WITHOUT_MARK,
  /** The row of a changed mapping is removed regardless. */
  UNCONDITIONAL_REMOVE,
  /** A change begins without an entry in the intent log. */
  NO_INTENT_LOG,
  /** A creation ignores that its entry in the intent log was claimed. */
  CLAIM_IGNORED,
  /** A marked mapping is removed before the identity is deleted at ACS. */
  MAPPING_REMOVED_WITHOUT_DELETING,
  /** A policy takes a scope away without a mark that tokens are to be revoked. */
  REVOCATION_NOT_MARKED,
  /** The mark is taken off before the tokens are revoked. */
  MARK_REMOVED_WITHOUT_REVOKING,
  /** A deletion removes the row with the policy in it. */
  POLICY_DELETED_WITH_THE_IDENTITY
}
