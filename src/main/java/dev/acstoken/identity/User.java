package dev.acstoken.identity;

/**
 * A user of the app. Two issuers may use the same id for two people, so only issuer and id together
 * identify a user.
 *
 * @param issuer the OpenID Connect issuer that identifies the user by this id
 * @param id 1 to 256 characters without control characters. Ids are compared exactly: differences
 *     in case or Unicode normalisation make two users.
 */
public record User(String issuer, String id) {

  /** The maximum length of an id in UTF-16 code units. */
  public static final int MAX_ID_LENGTH = 256;

  static final int PSEUDONYM_LENGTH = 16;

  /**
   * Creates a user.
   *
   * @throws IllegalArgumentException if the id is not valid
   */
  public User {
    if (!isValidId(id)) {
      throw new IllegalArgumentException("The user id is not valid.");
    }
  }

  /** Returns whether the text is valid as a user's id. */
  public static boolean isValidId(String id) {
    return !id.isBlank()
        && id.length() <= MAX_ID_LENGTH
        && id.codePoints().noneMatch(User::isControlOrHalfACharacter);
  }

  // A lone surrogate cannot be encoded in UTF-8, so ids that differ only in one would share a key.
  private static boolean isControlOrHalfACharacter(int codePoint) {
    return Character.isISOControl(codePoint)
        || Character.getType(codePoint) == Character.SURROGATE
        || codePoint == 0x2028
        || codePoint == 0x2029;
  }

  /**
   * Returns the user's key in storage: the SHA-256 hash of issuer, separator and id, as 64
   * hexadecimal digits. Neither issuer nor id contains the separator. The key has a fixed length,
   * is legal as a table key and is evenly distributed.
   */
  public String key() {
    return Sha256.hex(issuer + '\0' + id);
  }

  /** Returns the first characters of the {@link #key()}. Logs show it instead of the id. */
  public String pseudonym() {
    return key().substring(0, PSEUDONYM_LENGTH);
  }

  @Override
  public String toString() {
    return "User[" + pseudonym() + "]";
  }
}
