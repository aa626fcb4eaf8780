package dev.acstoken.auth;

import dev.acstoken.identity.Redacted;
import dev.acstoken.identity.User;
import java.util.Optional;

/**
 * A caller whose bearer token was verified.
 *
 * @param user the user that the token was issued to
 * @param isAdmin whether the token carries the admin role
 * @param appId the issuer's id of the application that the token was issued to
 * @param entraObjectId the {@code oid} claim, if it is an object id of Entra ID
 * @param bearerToken the token itself
 */
public record Caller(
    User user,
    boolean isAdmin,
    Optional<String> appId,
    Optional<String> entraObjectId,
    Redacted bearerToken) {

  /** Returns whether the caller may act for a user. Only an admin may act for another user. */
  public boolean mayActFor(User other) {
    return isAdmin || user.equals(other);
  }
}
