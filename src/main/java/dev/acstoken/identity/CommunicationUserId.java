package dev.acstoken.identity;

/**
 * The id of an ACS identity, such as {@code 8:acs:…}. It is treated as opaque, because ACS may
 * change its form.
 *
 * @param value the id exactly as ACS returned it
 */
public record CommunicationUserId(String value) {

  public CommunicationUserId {
    if (value.isBlank()) {
      throw new IllegalArgumentException("The id of an ACS identity must not be blank.");
    }
  }

  /** Returns the identity's key in storage: 64 hexadecimal digits of SHA-256. */
  public String key() {
    return Sha256.hex(value);
  }

  /** Returns the first characters of the {@link #key()}, for logs. */
  public String pseudonym() {
    return key().substring(0, User.PSEUDONYM_LENGTH);
  }

  @Override
  public String toString() {
    return value;
  }
}
