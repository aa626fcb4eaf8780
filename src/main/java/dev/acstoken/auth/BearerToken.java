package dev.acstoken.auth;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bearer token as it arrived, not yet verified. Its {@link #toString()} does not show it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-2.1">RFC 6750, section 2.1</a>
 */
record BearerToken(String unverified) {

  private static final String SCHEME = "Bearer ";

  // Spaces, no other white space (RFC 9110, section 11.4). Possessive: no header takes long.
  private static final Pattern TOKEN = Pattern.compile(" *+([A-Za-z0-9._~+/-]++=*+) *+");

  private static final int MAX_LENGTH = 8 * 1024;

  /**
   * The token of an Authorization header.
   *
   * @throws AuthenticationException {@code UNAUTHENTICATED} if the header is of another scheme,
   *     {@code INVALID_TOKEN} if what follows the scheme cannot be a token
   */
  static BearerToken ofHeader(String authorization) {
    if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw new AuthenticationException(
          AuthenticationException.Reason.UNAUTHENTICATED, "A bearer token is required.");
    }
    Matcher token = TOKEN.matcher(authorization).region(SCHEME.length(), authorization.length());
    if (!token.matches() || token.group(1).length() > MAX_LENGTH) {
      throw new AuthenticationException(
          AuthenticationException.Reason.INVALID_TOKEN, "The bearer token is malformed.");
    }
    return new BearerToken(token.group(1));
  }

  @Override
  public String toString() {
    return "BearerToken[redacted]";
  }
}
