package dev.acstoken.guests;

import dev.acstoken.identity.User;

/**
 * A caller who may create invitations.
 *
 * @param creator the user, or the application as a user of its own
 * @param kind the bound on the scopes of the invitations
 */
public record Inviter(User creator, Kind kind) {

  /** The bound on the scopes of an inviter's invitations, besides the configured one. */
  public enum Kind {
    /** The inviter's own access policy. */
    USER,
    /** Nothing, but a blocked admin may not invite. */
    ADMIN,
    /** Nothing. An application has no access policy. */
    APPLICATION
  }
}
