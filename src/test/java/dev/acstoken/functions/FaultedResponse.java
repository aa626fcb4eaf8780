package dev.acstoken.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;

/** What the endpoint answered while a dependency failed. */
record FaultedResponse(FaultCase of, EndpointResponse reply) {

  private static final Map<String, String> SHORT_CODES =
      Map.of(
          "acs_rejected", "r",
          "acs_throttled", "t",
          "acs_unavailable", "a",
          "storage_unavailable", "s");

  boolean isSuccess() {
    return of.operation().succeedsWith(status());
  }

  /** As the matrix shows them. */
  String statusAndCode() {
    if (isSuccess()) {
      return Integer.toString(status());
    }
    return status() + (isHealth() ? "u" : SHORT_CODES.getOrDefault(reply.text("code"), "?"));
  }

  /** The identity that it names, if it names one. */
  Optional<String> communicationUserId() {
    return isSuccess() && reply.http().body().contains("communicationUserId")
        ? Optional.of(reply.communicationUserId())
        : Optional.empty();
  }

  /** Checks that it is in the form that its status asks for. */
  void expectWellFormed() {
    if (isSuccess()) {
      reply.expect(status());
    } else if (isHealth()) {
      assertEquals(
          Map.of("acs", "up", "issuer", "up", "settings", "up", "storage", "down"),
          reply.expect(503).json().get("checks"));
    } else {
      reply.expectProblem(status(), reply.text("code"));
      // Whoever names a time is not to be asked sooner.
      of.fault()
          .retryAfter()
          .ifPresent(wait -> assertEquals("" + wait.toSeconds(), reply.header("retry-after")));
    }
  }

  private int status() {
    return reply.http().statusCode();
  }

  private boolean isHealth() {
    return of.operation() == FaultedOperation.HEALTH;
  }
}
