package dev.acstoken.emulator;

/** Authenticates a request by its access-key signature or by its Entra token. */
record Authentication(HmacSignature hmac, BearerTokenVerifier bearer) {

  private static final String BEARER = "Bearer ";

  void verify(Request request) {
    String authorization = request.header("authorization");
    if (authorization.isEmpty()) {
      throw AcsErrorException.denied("The Authorization header is missing.");
    }
    if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      bearer.verify(authorization.substring(BEARER.length()).strip());
    } else {
      hmac.verify(request);
    }
  }
}
