package dev.acstoken.teams;

import dev.acstoken.identity.Redacted;

/**
 * A Teams user's Entra ID access token for ACS. ACS verifies it, and this service does not.
 *
 * @param unverified the token
 */
public record TeamsUserToken(Redacted unverified) {

  public TeamsUserToken(String unverified) {
    this(new Redacted(unverified));
  }
}
