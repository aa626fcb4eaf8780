package dev.acstoken.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;

/** The endpoint's response in a case of the fault matrix. */
record FaultedResponse(FaultCase faultCase, EndpointResponse response) {

  boolean isSuccess() {
    return faultCase.operation().succeedsWith(status());
  }

  /** Returns the status, followed by the code if it is a failure. */
  String statusAndCode() {
    return isFailure() ? status() + " " + response.text("code") : Integer.toString(status());
  }

  /** Returns the identity that the response names, if it names one. */
  Optional<String> communicationUserId() {
    return isSuccess() && response.http().body().startsWith("{\"user\"")
        ? Optional.of(response.communicationUserId())
        : Optional.empty();
  }

  /** Checks the headers and the form of the body. */
  void expectWellFormed() {
    if (!isFailure()) {
      response.expect(status());
    } else if (isHealth()) {
      assertEquals(
          Map.of(
              "acs", "up", "issuer", "up", "mappings", "up", "settings", "up", "storage", "down"),
          response.expectProblem(503, "unhealthy").report().get("checks"));
    } else {
      response.expectProblem(status(), response.text("code"));
      faultCase
          .fault()
          .retryAfter()
          .ifPresent(wait -> assertEquals("" + wait.toSeconds(), response.header("retry-after")));
    }
  }

  private boolean isFailure() {
    return status() >= 400;
  }

  private int status() {
    return response.http().statusCode();
  }

  private boolean isHealth() {
    return faultCase.operation() == FaultedOperation.HEALTH;
  }
}
