package dev.acstoken.auth;

import java.util.List;

/**
 * The roles that count in the tokens of callers. They are compared whole.
 *
 * @param admin the role that identifies an admin
 * @param inviter the role that lets a caller create invitations
 */
public record Roles(String admin, String inviter) {

  /** Returns the authority of a caller with these roles. */
  Authority authorityOf(List<String> roles) {
    if (roles.contains(admin)) {
      return Authority.ADMIN;
    }
    return roles.contains(inviter) ? Authority.INVITER : Authority.NONE;
  }
}
