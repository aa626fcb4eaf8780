package dev.acstoken.emulator;

/** Access key or Entra token: who calls must prove one of them. */
record Authentication(HmacSignature hmac, BearerTokenVerifier bearer) {

  private static final String BEARER = "Bearer ";

  void verify(Request request) {
    String authorization = request.header("authorization");
    if (authorization.isEmpty()) {
      throw AcsErrorException.denied("There is no Authorization header.");
    }
    if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      bearer.verify(authorization.substring(BEARER.length()).strip());
    } else {
      hmac.verify(request);
    }
  }
}
