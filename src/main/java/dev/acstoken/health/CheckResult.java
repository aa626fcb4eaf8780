package dev.acstoken.health;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The result of a health check.
 *
 * @param took how long the check took
 * @param problems why it failed; empty if the check passed
 */
public record CheckResult(Duration took, List<HealthProblem> problems) {

  static final CheckResult HEALTHY = new CheckResult(Duration.ZERO, List.of());

  public CheckResult {
    problems = List.copyOf(problems);
  }

  static CheckResult of(Duration took, Optional<HealthProblem> problem) {
    return new CheckResult(took, problem.stream().toList());
  }

  static CheckResult unhealthy(Duration took, HealthProblem problem) {
    return new CheckResult(took, List.of(problem));
  }

  /** Returns the result of two checks that ran at the same time. */
  CheckResult and(CheckResult other) {
    return new CheckResult(
        took.compareTo(other.took) > 0 ? took : other.took,
        Stream.concat(problems.stream(), other.problems.stream()).toList());
  }

  public boolean isHealthy() {
    return problems.isEmpty();
  }

  /** Returns whether the check failed because the configuration is at fault. */
  boolean isMisconfigured() {
    return problems.stream().anyMatch(HealthProblem::isMisconfiguration);
  }

  /** Returns why the check failed; empty if it passed. */
  public String reason() {
    return problems.stream().map(HealthProblem::reason).collect(joining("; "));
  }
}
