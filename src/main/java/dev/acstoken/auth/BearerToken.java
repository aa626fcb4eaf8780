package dev.acstoken.auth;

import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.Redacted;

/**
 * A bearer token that was received and is not verified yet.
 *
 * @param unverified the token itself
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-2.1">RFC 6750, section 2.1</a>
 */
record BearerToken(Redacted unverified) {

  private static final String SCHEME = "Bearer ";
  private static final String DPOP = "DPoP ";

  // The Functions host accepts 32 KiB of headers in all.
  private static final int MAX_LENGTH = 31 * 1024;

  /**
   * Reads the token from an Authorization header.
   *
   * @throws TokenRefusal if the header is empty or has another scheme, or if no well-formed token
   *     follows the scheme
   */
  static BearerToken ofHeader(String authorization) {
    if (authorization.regionMatches(true, 0, DPOP, 0, DPOP.length())) {
      throw TokenRefusal.of(
          RefusalReason.CONSTRAINED,
          ErrorCode.UNAUTHENTICATED,
          "This service does not check the proof of possession of DPoP. Request a bearer token.");
    }
    if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw TokenRefusal.of(
          RefusalReason.MISSING,
          ErrorCode.UNAUTHENTICATED,
          "Send a bearer token in the Authorization header.");
    }
    String token = withoutSpaces(authorization, SCHEME.length());
    if (!Token68.matches(token)) {
      throw TokenRefusal.invalid(RefusalReason.MALFORMED, "The bearer token is malformed.");
    }
    if (token.length() > MAX_LENGTH) {
      throw TokenRefusal.invalid(
          RefusalReason.SIZE, "The bearer token is longer than " + MAX_LENGTH + " characters.");
    }
    return new BearerToken(new Redacted(token));
  }

  // Only spaces may surround the token, no other white space (RFC 9110, section 11.4).
  private static String withoutSpaces(String text, int from) {
    int start = from;
    int end = text.length();
    while (start < end && text.charAt(start) == ' ') {
      start++;
    }
    while (end > start && text.charAt(end - 1) == ' ') {
      end--;
    }
    return text.substring(start, end);
  }
}
