package dev.acstoken.identity;

/**
 * A user of the app, as one issuer names it. Two issuers may use the same id for two people, so the
 * issuer is part of a user.
 *
 * @param issuer the OpenID Connect issuer that vouches for the id
 * @param id 1 to 256 characters, none of them a control character, compared as they are: neither
 *     case nor Unicode normalisation is touched
 */
public record User(String issuer, String id) {

  /** The longest id, in UTF-16 characters. */
  public static final int MAX_ID_LENGTH = 256;

  static final int PSEUDONYM_LENGTH = 16;

  /**
   * Creates a user.
   *
   * @throws IllegalArgumentException if the id is not valid
   */
  public User {
    if (!isValidId(id)) {
      throw new IllegalArgumentException("Not a user id.");
    }
  }

  /** Whether the text can be a user's id. */
  public static boolean isValidId(String id) {
    return !id.isBlank()
        && id.length() <= MAX_ID_LENGTH
        && id.codePoints().noneMatch(User::isControlOrHalfACharacter);
  }

  // A lone surrogate has no UTF-8 form: two such ids would share one key.
  private static boolean isControlOrHalfACharacter(int codePoint) {
    return Character.isISOControl(codePoint)
        || Character.getType(codePoint) == Character.SURROGATE
        || codePoint == 0x2028
        || codePoint == 0x2029;
  }

  /**
   * Returns the user's key in storage: 64 hexadecimal digits of SHA-256 over issuer, a separator
   * that neither may contain, and id. Fixed length, legal as a table key, evenly spread.
   */
  public String key() {
    return Sha256.hex(issuer + '\0' + id);
  }

  /** Returns the start of the {@link #key()}, for logs, which name no user in the clear. */
  public String pseudonym() {
    return key().substring(0, PSEUDONYM_LENGTH);
  }

  @Override
  public String toString() {
    return "User[" + pseudonym() + "]";
  }
}
