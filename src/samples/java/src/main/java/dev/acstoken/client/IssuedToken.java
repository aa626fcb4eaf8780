package dev.acstoken.client;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** A token of Azure Communication Services. */
record IssuedToken(String token, Instant expiresOn) {

  private static final Duration REFRESH_AHEAD = Duration.ofMinutes(10);

  /** Reads a token. There is none in a response that the endpoint did not send. */
  static Optional<IssuedToken> in(EndpointResponse response) {
    var expiresOn = response.text("expiresOn").flatMap(IssuedToken::time);
    return response
        .text("token")
        .flatMap(token -> expiresOn.map(time -> new IssuedToken(token, time)));
  }

  boolean isValid() {
    return Instant.now().isBefore(expiresOn);
  }

  Duration left() {
    return Duration.between(Instant.now(), expiresOn);
  }

  /** Returns how long to use the token before the next refresh. */
  Duration untilRefresh() {
    var left = left();
    var half = left.dividedBy(2);
    var ahead = half.compareTo(REFRESH_AHEAD) < 0 ? half : REFRESH_AHEAD;
    return left.isNegative() ? Duration.ZERO : left.minus(ahead);
  }

  @Override
  public String toString() {
    return "IssuedToken[expiresOn=" + expiresOn + "]";
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
