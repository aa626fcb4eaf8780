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
  /** The request holds no Teams token where it must, or one where it must not. */
  INVALID_TEAMS_REQUEST,
  /** ACS does not accept the Teams token: expired, for something else, or not signed by Entra. */
  INVALID_TEAMS_TOKEN,
  /** The Teams token is another user's, or another application's. */
  TEAMS_TOKEN_MISMATCH,
  /** The user has no Teams. */
  TEAMS_LICENSE_MISSING,
  /** The user's tenant has no Teams, or is not the one that was asked. */
  WRONG_TENANT,
  /** Neither the user nor their admin has allowed the application to act for them in Teams. */
  CONSENT_REQUIRED,
  /** The issuer wants to see the user themselves first. */
  INTERACTION_REQUIRED,
  /** The issuer refuses this service. */
  ISSUER_REJECTED,
  /** The issuer is down or too slow. */
  ISSUER_UNAVAILABLE,
  /** ACS asks to call less often. */
  ACS_THROTTLED,
  /** ACS refuses this service's credential, or there is none to be had. */
  ACS_REJECTED,
  /** ACS is down or too slow. */
  ACS_UNAVAILABLE,
  /** Table Storage is down, too slow, or refuses. */
  STORAGE_UNAVAILABLE
}
