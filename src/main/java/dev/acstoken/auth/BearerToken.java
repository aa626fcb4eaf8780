package dev.acstoken.auth;

import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.Redacted;
import dev.acstoken.identity.ServiceException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bearer token that was received and is not verified yet.
 *
 * @param unverified the token itself
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-2.1">RFC 6750, section 2.1</a>
 */
record BearerToken(Redacted unverified) {

  private static final String SCHEME = "Bearer ";

  // Only spaces may surround the token, no other white space (RFC 9110, section 11.4).
  private static final Pattern TOKEN = Pattern.compile(" *+(" + Token68.FORM + ") *+");

  private static final int MAX_LENGTH = 8 * 1024;

  /**
   * Reads the token from an Authorization header.
   *
   * @throws ServiceException with {@link ErrorCode#UNAUTHENTICATED} if the header is empty or has
   *     another scheme, or with {@link ErrorCode#INVALID_TOKEN} if no well-formed token follows the
   *     scheme
   */
  static BearerToken ofHeader(String authorization) {
    if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw new ServiceException(
          ErrorCode.UNAUTHENTICATED, "Send a bearer token in the Authorization header.");
    }
    Matcher token = TOKEN.matcher(authorization).region(SCHEME.length(), authorization.length());
    if (!token.matches() || token.group(1).length() > MAX_LENGTH) {
      throw new ServiceException(ErrorCode.INVALID_TOKEN, "The bearer token is malformed.");
    }
    return new BearerToken(new Redacted(token.group(1)));
  }
}
