package dev.acstoken.functions;

import java.time.Duration;
import java.util.List;

/**
 * What came of a case.
 *
 * @param answer status, code and creations, as the matrix shows them
 * @param took until the reply
 * @param complaints what is not as it must be, whatever the case
 */
record FaultResult(FaultCase of, String answer, Duration took, List<String> complaints) {

  boolean isInTime() {
    return took.compareTo(of.fault().longest()) < 0;
  }

  String answerAndSeconds() {
    return "%s %.1f".formatted(answer, took.toMillis() / 1000.0);
  }
}
