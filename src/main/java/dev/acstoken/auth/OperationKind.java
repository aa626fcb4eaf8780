package dev.acstoken.auth;

/** The kinds of operations. They differ in the applications that may call them without a user. */
public enum OperationKind {
  /** An operation on users and their identities. */
  IDENTITIES(Authority.ADMIN, "the admin role"),
  /** An operation on invitations. */
  INVITATIONS(Authority.INVITER, "the role that permits invitations");

  private final Authority ofApplications;
  private final String role;

  OperationKind(Authority ofApplications, String role) {
    this.ofApplications = ofApplications;
    this.role = role;
  }

  /** Returns whether an application with this authority may call such operations. */
  boolean acceptsApplications(Authority authority) {
    return authority.includes(ofApplications);
  }

  /** Returns the name of the role that an application needs, for callers. */
  String roleOfApplications() {
    return role;
  }
}
