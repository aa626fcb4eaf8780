package dev.acstoken.guests;

import dev.acstoken.identity.User;

/**
 * A caller who may create invitations.
 *
 * @param creator the user, or the application as a user of its own
 * @param kind what bounds the invitations
 */
public record Inviter(User creator, Kind kind) {

  /** What bounds the scopes of an inviter's invitations, besides the configured ones. */
  public enum Kind {
    /** The inviter's own access policy. */
    USER,
    /** Nothing, but a blocked admin may not invite. */
    ADMIN,
    /** Nothing. An application has no access policy. */
    APPLICATION
  }
}
