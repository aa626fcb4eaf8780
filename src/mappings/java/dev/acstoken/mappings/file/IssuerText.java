package dev.acstoken.mappings.file;

/** The issuer of users as a text that a person has written. */
public final class IssuerText {

  // Longer than any issuer, and short enough for a column of a table.
  private static final int MAX_LENGTH = 2048;

  private IssuerText() {}

  /**
   * Returns whether a text can be an issuer: it is not empty nor too long, is not surrounded by
   * spaces and has no control characters.
   */
  public static boolean isValid(String text) {
    return !text.isEmpty()
        && text.equals(text.strip())
        && text.length() <= MAX_LENGTH
        && text.codePoints().noneMatch(IssuerText::isControlOrHalfACharacter);
  }

  private static boolean isControlOrHalfACharacter(int codePoint) {
    return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
  }
}
