package dev.acstoken.modelcheck;

/** A deliberate bug in the leases of reads, which the model checker must find. */
enum LeaseMutant implements IdentityMutant {
  NONE,
  /** A read releases a token however long ago it began. */
  NO_LEASE,
  /** A lease begins when the read has ended. */
  LEASE_FROM_THE_END_OF_THE_READ,
  /** The tokens of a former policy are revoked as soon as the policy is stored. */
  SET_ACCESS_DOES_NOT_WAIT,
  /** The revocation waits only for the length of a lease, although tokens carry whole seconds. */
  WAIT_WITHOUT_THE_ADDITIONAL_SECOND,
  /**
   * A revocation does not wait, because the age of the row is taken for that of an earlier write.
   */
  AGE_OF_AN_EARLIER_WRITE
}
