package dev.acstoken.identity;

import java.util.Locale;
import java.util.Optional;

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

  /**
   * Returns the immutable id of the ACS resource that the identity belongs to, a GUID in lower
   * case. Identities have the form {@code 8:acs:{resource id}_{identity}} today; empty for any
   * other form.
   */
  public Optional<String> resourceId() {
    int end = value.indexOf('_');
    int start = end < 0 ? -1 : value.lastIndexOf(':', end);
    return Optional.of(start < 0 ? "" : value.substring(start + 1, end))
        .filter(Guid::matches)
        .map(id -> id.toLowerCase(Locale.ROOT));
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
