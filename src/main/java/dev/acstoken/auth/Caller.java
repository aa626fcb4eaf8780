package dev.acstoken.auth;

import dev.acstoken.identity.User;

/**
 * Who is calling, verified.
 *
 * @param user the user that the token was issued to
 * @param isAdmin whether the token carries the admin role
 */
public record Caller(User user, boolean isAdmin) {

  /** Whether the caller may act for the user: oneself always, others with the admin role. */
  public boolean mayActFor(User other) {
    return isAdmin || user.equals(other);
  }
}
