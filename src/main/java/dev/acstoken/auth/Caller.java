package dev.acstoken.auth;

import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.Redacted;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.User;
import java.util.Optional;

/**
 * A caller whose bearer token was verified.
 *
 * @param issuer the issuer in the keys of the caller's users
 * @param tokenIssuer the {@code iss} claim, which differs from the issuer in the keys if there is
 *     an alias
 * @param principal the user or the application, for rate limits and events. An application is not
 *     the user of the same id.
 * @param isApplication whether the caller is an application
 * @param isAdmin whether the token carries the admin role
 * @param mayInvite whether the token carries the role that permits invitations, or the admin role
 * @param appId the issuer's id of the application that the token was issued to
 * @param entraObjectId the {@code oid} claim, if it is an object id of Entra ID
 * @param bearerToken the token itself
 */
public record Caller(
    String issuer,
    String tokenIssuer,
    User principal,
    boolean isApplication,
    boolean isAdmin,
    boolean mayInvite,
    Optional<String> appId,
    Optional<String> entraObjectId,
    Redacted bearerToken) {

  // No issuer has a fragment, so this is no issuer of users.
  private static final String APPLICATIONS = "#applications";

  static User principal(String issuer, String id, boolean isApplication) {
    return new User(isApplication ? issuer + APPLICATIONS : issuer, id);
  }

  /**
   * Returns the issuer in the keys of users of the issuer that identifies a user or application.
   */
  public static String issuerOf(User principal) {
    String issuer = principal.issuer();
    return issuer.endsWith(APPLICATIONS)
        ? issuer.substring(0, issuer.length() - APPLICATIONS.length())
        : issuer;
  }

  /** Returns the same user or application of another issuer. */
  static User withIssuer(User principal, String issuer) {
    return principal(issuer, principal.id(), principal.issuer().endsWith(APPLICATIONS));
  }

  /**
   * Returns the creator of the invitations that the caller creates: the user, or the application
   * under its client id. Other claims of an application's token can change with its registration.
   */
  public User creator() {
    return isApplication
        ? new User(principal.issuer(), appId.filter(User::isValidId).orElse(principal.id()))
        : principal;
  }

  /**
   * Returns the user who called.
   *
   * @throws ServiceException with {@link ErrorCode#USER_REQUIRED} if an application called. A user
   *     may have the same id as an application.
   */
  public User user() {
    if (isApplication) {
      throw new ServiceException(
          ErrorCode.USER_REQUIRED,
          "The bearer token represents an application, which has no identity of its own. Name a"
              + " user in the path.");
    }
    return principal;
  }

  /** Returns whether the caller may act for a user. Only an admin may act for another user. */
  public boolean mayActFor(User other) {
    return isAdmin || principal.equals(other);
  }
}
