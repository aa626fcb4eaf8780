package dev.acstoken.identity;

import java.time.Instant;

/**
 * A token for the ACS SDKs.
 *
 * @param value the token itself
 * @param expiresOn the time at which ACS stops accepting the token
 */
public record AccessToken(Redacted value, Instant expiresOn) {

  public AccessToken(String value, Instant expiresOn) {
    this(new Redacted(value), expiresOn);
  }
}
