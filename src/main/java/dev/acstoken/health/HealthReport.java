package dev.acstoken.health;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether the service can do its work.
 *
 * @param checks the result for each thing that it depends on, in alphabetical order
 */
public record HealthReport(Map<String, CheckResult> checks) {

  private static final String SETTINGS = "settings";

  public HealthReport {
    checks = new TreeMap<>(checks);
  }

  /** Returns the report of a service whose settings are valid. */
  static HealthReport configured(Map<String, CheckResult> checks) {
    Map<String, CheckResult> all = new TreeMap<>(checks);
    all.put(SETTINGS, CheckResult.HEALTHY);
    return new HealthReport(all);
  }

  /**
   * Returns the report of a service whose settings are not valid, so that nothing else is checked.
   */
  public static HealthReport misconfigured() {
    return new HealthReport(Map.of(SETTINGS, CheckResult.unhealthy(Duration.ZERO, "wrong")));
  }

  public boolean isHealthy() {
    return down().isEmpty();
  }

  /** Returns {@code healthy}, {@code unhealthy} or {@code misconfigured}. */
  public String status() {
    if (isHealthy()) {
      return "healthy";
    }
    return isUp(SETTINGS) ? "unhealthy" : "misconfigured";
  }

  /** Whether the check was made and found nothing wrong. */
  public boolean isUp(String check) {
    CheckResult result = checks.get(check);
    return result != null && result.isHealthy();
  }

  /** Returns the checks that found something wrong, in alphabetical order. */
  public List<String> down() {
    return checks.keySet().stream().filter(check -> !isUp(check)).toList();
  }
}
