package dev.acstoken.auth;

/**
 * The syntax of a bearer token.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-2.1">RFC 6750, section 2.1</a>
 */
public final class Token68 {

  private static final String SIGNS = "-._~+/";

  private Token68() {}

  /** Returns whether the text has this syntax: at least one character, and then any padding. */
  public static boolean matches(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '=') {
      end--;
    }
    for (int i = 0; i < end; i++) {
      if (!isPermitted(text.charAt(i))) {
        return false;
      }
    }
    return end > 0;
  }

  private static boolean isPermitted(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || SIGNS.indexOf(c) >= 0;
  }
}
