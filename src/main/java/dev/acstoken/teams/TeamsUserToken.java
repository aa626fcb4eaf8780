package dev.acstoken.teams;

/**
 * An Entra access token that a Teams user has for ACS. Nothing here verifies it: ACS does. Shows
 * itself only to {@link #unverified()}.
 *
 * @param unverified the token itself, a secret
 */
public record TeamsUserToken(String unverified) {

  @Override
  public String toString() {
    return "TeamsUserToken[redacted]";
  }
}
