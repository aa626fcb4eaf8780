package dev.acstoken.auth;

/**
 * A bearer token as it arrived, not yet verified. Its {@link #toString()} does not show it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-2.1">RFC 6750, section 2.1</a>
 */
record BearerToken(String unverified) {

  private static final String SCHEME = "Bearer ";
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
    String token = authorization.substring(SCHEME.length()).strip();
    if (token.length() > MAX_LENGTH || !token.matches("[A-Za-z0-9._~+/-]+=*")) {
      throw new AuthenticationException(
          AuthenticationException.Reason.INVALID_TOKEN, "The bearer token is malformed.");
    }
    return new BearerToken(token);
  }

  @Override
  public String toString() {
    return "BearerToken[redacted]";
  }
}
