package dev.acstoken.modelcheck;

/** A deliberate bug in the protocol, which the model checker must find. */
enum UserMutant implements IdentityMutant {
  NONE,
  /** An insert overwrites an existing row. */
  UPSERT_INSTEAD_OF_INSERT,
  /** A creation is retried after its response was lost. */
  CREATE_RETRIED,
  /** A failed read counts as a missing row. */
  FAILURE_MEANS_ABSENT,
  /** The row is not read again before a token is released. */
  NO_VERIFY_BEFORE_RELEASE,
  /** The identity is deleted without marking its row first. */
  DELETE_WITHOUT_MARK,
  /** A row is removed even if it has changed since it was read. */
  UNCONDITIONAL_REMOVE,
  /** A change begins without an entry in the intent log. */
  NO_INTENT_LOG,
  /** A creation continues although its entry in the intent log was claimed. */
  CLAIM_IGNORED,
  /** A mapping is removed although its identity was not deleted at ACS. */
  MAPPING_REMOVED_WITHOUT_DELETING,
  /** A policy change removes a scope without marking the row as revoking. */
  REVOCATION_NOT_MARKED,
  /** The mark is removed although the tokens were not revoked. */
  MARK_REMOVED_WITHOUT_REVOKING,
  /** A deletion also removes the user's policy. */
  POLICY_DELETED_WITH_THE_IDENTITY,
  /** An identity is replaced as soon as ACS denies that it knows it. */
  DENIAL_BELIEVED_AT_ONCE,
  /** An identity that ACS denies to know is deleted at ACS. */
  DENIED_IDENTITY_DELETED,
  /** A revocation succeeds although ACS denied that it knows the identity. */
  DENIAL_COUNTS_AS_REVOKED,
  /** The record of a denial stays although ACS knows the identity again. */
  DENIAL_NOT_FORGOTTEN,
  /** An identity is replaced without being kept as a previous one. */
  PREVIOUS_IDENTITY_FORGOTTEN,
  /** Previous identities are neither revoked nor deleted. */
  PREVIOUS_IDENTITY_IGNORED,
  /** An identity of another ACS resource is treated as if it belonged to the configured one. */
  FOREIGN_IDENTITY_TAKEN_FOR_OWN
}
