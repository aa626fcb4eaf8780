package dev.acstoken.identity;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The id of an ACS identity, such as {@code 8:acs:…}. It is treated as opaque, because ACS may
 * change its form.
 *
 * @param value the id exactly as ACS returned it
 */
public record CommunicationUserId(String value) {

  public static final int MAX_LENGTH = 256;

  // The clouds of the US government have prefixes of their own. One identity must have one
  // spelling, because its owner is found by its spelling, so only lower case is accepted.
  private static final Pattern USER =
      Pattern.compile(
          "8:(?:gcch-|dod-)?acs:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}_[0-9a-z_-]+");

  public CommunicationUserId {
    if (value.isBlank()) {
      throw new IllegalArgumentException("The id of an ACS identity must not be blank.");
    }
  }

  /**
   * Reads the id of an identity that ACS has created for a user. Nothing tells whether the identity
   * exists.
   *
   * @return the id; empty if the text does not have the form that ACS gives to users today, such as
   *     the ids of Teams users, phone numbers and bots
   */
  public static Optional<CommunicationUserId> ofUser(String text) {
    return text.length() <= MAX_LENGTH && USER.matcher(text).matches()
        ? Optional.of(new CommunicationUserId(text))
        : Optional.empty();
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
