package dev.acstoken.auth;

/**
 * The rights that a caller's roles give beyond the caller's own data. Each includes the ones before
 * it.
 */
enum Authority {
  /** Nothing. */
  NONE,
  /** To create invitations for guests. */
  INVITER,
  /** To act for every user. */
  ADMIN;

  /** Returns whether a caller with this authority may do what needs the other one. */
  boolean includes(Authority other) {
    return compareTo(other) >= 0;
  }
}
