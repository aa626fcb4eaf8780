package dev.acstoken.modelcheck;

/** A deliberate bug in the adoption of identities, which the model checker must find. */
enum AdoptionMutant implements IdentityMutant {
  NONE,
  /** The owner of an identity is overwritten. */
  OWNER_OVERWRITTEN,
  /** An identity is mapped as active at once, before its owner is stored. */
  ACTIVE_BEFORE_OWNED,
  /** A request treats an identity that is being adopted as an adopted one. */
  ADOPTING_IGNORED,
  /** An adopted identity has no owner row. */
  OWNER_NOT_STORED,
  /** An adoption that finds another owner deletes the identity. */
  IDENTITY_DELETED_ON_CONFLICT,
  /** An adoption begins although an interrupted change names the identity. */
  OTHER_CHANGES_IGNORED,
  /** An identity is adopted although ACS does not know it. */
  NO_PROOF,
  /** An adoption begins without an entry in the intent log. */
  NO_ENTRY
}
