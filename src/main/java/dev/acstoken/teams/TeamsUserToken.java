package dev.acstoken.teams;

import dev.acstoken.identity.Redacted;

/**
 * A Teams user's Entra ID access token for ACS. ACS verifies it; nothing here does.
 *
 * @param unverified the token itself
 */
public record TeamsUserToken(Redacted unverified) {

  public TeamsUserToken(String unverified) {
    this(new Redacted(unverified));
  }
}
