package dev.acstoken.functions;

import java.time.Duration;
import java.util.List;

/**
 * The result of running a case of the fault matrix.
 *
 * @param took the time until the response
 * @param complaints the violations of what holds in every case
 */
record FaultResult(FaultCase of, FaultOutcome outcome, Duration took, List<String> complaints) {

  boolean isInTime() {
    return took.compareTo(of.fault().maxDuration()) < 0;
  }

  boolean isAsTheRulesSay() {
    return outcome.equals(FaultRule.outcome(of));
  }

  String cell() {
    return "%s %.1f".formatted(outcome, took.toMillis() / 1000.0);
  }

  @Override
  public String toString() {
    return "%s: %s after %d ms, expected %s by the rule %s %s"
        .formatted(
            of,
            outcome,
            took.toMillis(),
            FaultRule.outcome(of),
            FaultRule.of(of),
            complaints.isEmpty() ? "" : complaints);
  }
}
