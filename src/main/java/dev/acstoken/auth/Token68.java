package dev.acstoken.auth;

import java.util.regex.Pattern;

/**
 * The syntax of a bearer token.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-2.1">RFC 6750, section 2.1</a>
 */
public final class Token68 {

  // Possessive quantifiers prevent backtracking, which could take long.
  static final String FORM = "[A-Za-z0-9._~+/-]++=*+";

  private static final Pattern PATTERN = Pattern.compile(FORM);

  private Token68() {}

  public static boolean matches(String text) {
    return PATTERN.matcher(text).matches();
  }
}
