package dev.acstoken.identity;

import java.time.Instant;

/**
 * A token for the ACS SDKs.
 *
 * @param value the token itself
 * @param expiresOn when ACS stops accepting it
 */
public record AccessToken(Redacted value, Instant expiresOn) {

  public AccessToken(String value, Instant expiresOn) {
    this(new Redacted(value), expiresOn);
  }
}
