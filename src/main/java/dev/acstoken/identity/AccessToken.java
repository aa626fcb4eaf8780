package dev.acstoken.identity;

import java.time.Instant;

/**
 * A token for the ACS SDKs. Its {@link #toString()} does not show it.
 *
 * @param value the token itself, a secret
 * @param expiresOn when ACS stops to accept it
 */
public record AccessToken(String value, Instant expiresOn) {

  @Override
  public String toString() {
    return "AccessToken[redacted, expiresOn=" + expiresOn + "]";
  }
}
