package dev.acstoken.client;

import java.util.Optional;

/** The result of signing in: the first token, and what chat clients need besides it. */
record SignedIn(IssuedToken token, String endpoint, String communicationUserId) {

  /** Reads the result. There is none in a response that the endpoint did not send. */
  static Optional<SignedIn> in(EndpointResponse response) {
    var token = IssuedToken.in(response);
    var endpoint = response.text("endpoint");
    var user = response.text("user", "communicationUserId");
    return token.isPresent() && endpoint.isPresent() && user.isPresent()
        ? Optional.of(new SignedIn(token.get(), endpoint.get(), user.get()))
        : Optional.empty();
  }
}
