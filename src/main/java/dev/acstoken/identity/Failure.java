package dev.acstoken.identity;

/**
 * Why an operation on an identity did not succeed. What that means in HTTP is the edge's business.
 */
public enum Failure {
  /** The user id is empty, too long or holds control characters. */
  UNUSABLE_USER_ID,
  /** The operation needs an identity and the user has none. */
  IDENTITY_NOT_FOUND,
  /** What was to be changed is no longer what the caller takes it for. */
  CHANGED_MEANWHILE,
  /** A scope that this user may not have. */
  SCOPE_NOT_ALLOWED,
  /** ACS asks to call less often. */
  ACS_THROTTLED,
  /** ACS refuses this service's credential, or there is none to be had. */
  ACS_REJECTED,
  /** ACS is down or too slow. */
  ACS_UNAVAILABLE,
  /** Table Storage is down, too slow, or refuses. */
  STORAGE_UNAVAILABLE
}
