package dev.acstoken.health;

import java.time.Duration;
import java.util.Optional;

/**
 * The result of a health check.
 *
 * @param took how long the check took
 * @param problem the problem in a word or two, without secrets; empty if the check passed
 */
public record CheckResult(Duration took, Optional<String> problem) {

  static final CheckResult HEALTHY = new CheckResult(Duration.ZERO, Optional.empty());

  static CheckResult unhealthy(Duration took, String problem) {
    return new CheckResult(took, Optional.of(problem));
  }

  public boolean isHealthy() {
    return problem.isEmpty();
  }
}
