package dev.acstoken.functions;

import java.time.Duration;
import java.util.List;

/**
 * The result of running a case of the fault matrix.
 *
 * @param took the time until the response
 * @param violations the violated rules that apply to every case
 */
record FaultResult(
    FaultCase faultCase, FaultOutcome outcome, Duration took, List<String> violations) {

  boolean isInTime() {
    return took.compareTo(faultCase.fault().maxDuration()) < 0;
  }

  boolean hasExpectedOutcome() {
    return outcome.equals(FaultRule.outcome(faultCase));
  }

  String cell() {
    return "%s %.1f".formatted(outcome, took.toMillis() / 1000.0);
  }

  @Override
  public String toString() {
    return "%s: %s after %d ms, expected %s by rule %s %s"
        .formatted(
            faultCase,
            outcome,
            took.toMillis(),
            FaultRule.outcome(faultCase),
            FaultRule.of(faultCase),
            violations.isEmpty() ? "" : violations);
  }
}
