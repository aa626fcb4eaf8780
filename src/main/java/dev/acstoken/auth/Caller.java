package dev.acstoken.auth;

import dev.acstoken.identity.User;
import dev.acstoken.teams.EntraUser;
import java.util.Optional;

/**
 * Who is calling, verified.
 *
 * @param user the user that the token was issued to
 * @param isAdmin whether the token carries the admin role
 * @param appId the application that the token was issued to, as the issuer calls it; empty if the
 *     token does not say
 * @param entraUser who that is at Entra ID; empty if the token does not say
 */
public record Caller(User user, boolean isAdmin, String appId, Optional<EntraUser> entraUser) {

  /** Whether the caller may act for the user: oneself always, others with the admin role. */
  public boolean mayActFor(User other) {
    return isAdmin || user.equals(other);
  }
}
