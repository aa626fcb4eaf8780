package dev.acstoken.health;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The health of the service.
 *
 * @param checks the result of each check, in alphabetical order of the checks' names
 * @param notes facts for operators, by subject in alphabetical order. They do not make the service
 *     unhealthy.
 */
public record HealthReport(Map<String, CheckResult> checks, Map<String, String> notes) {

  private static final String SETTINGS = "settings";

  public HealthReport {
    checks = new TreeMap<>(checks);
    notes = new TreeMap<>(notes);
  }

  /** Returns the report of a service whose settings are valid. */
  static HealthReport configured(Map<String, CheckResult> checks) {
    Map<String, CheckResult> all = new TreeMap<>(checks);
    all.put(SETTINGS, CheckResult.HEALTHY);
    return new HealthReport(all, Map.of());
  }

  HealthReport withNotes(Map<String, String> newNotes) {
    return new HealthReport(checks, newNotes);
  }

  /**
   * Returns the report of a service whose settings are invalid. No other check can run then.
   *
   * @param reason what is wrong with which setting, without the settings' values
   */
  public static HealthReport misconfigured(String reason) {
    return new HealthReport(
        Map.of(
            SETTINGS, CheckResult.unhealthy(Duration.ZERO, HealthProblem.misconfiguration(reason))),
        Map.of());
  }

  public boolean isHealthy() {
    return down().isEmpty();
  }

  /**
   * Returns {@code healthy}, {@code unhealthy}, or {@code misconfigured} if the configuration is at
   * fault for any check that failed.
   */
  public String status() {
    if (isHealthy()) {
      return "healthy";
    }
    return isMisconfigured() ? "misconfigured" : "unhealthy";
  }

  /** Returns whether the configuration is at fault for any check that failed. */
  public boolean isMisconfigured() {
    return checks.values().stream().anyMatch(CheckResult::isMisconfigured);
  }

  /** Returns whether the check ran and passed. */
  public boolean isUp(String check) {
    CheckResult result = checks.get(check);
    return result != null && result.isHealthy();
  }

  /** Returns the names of the checks that failed, in alphabetical order. */
  public List<String> down() {
    return checks.keySet().stream().filter(check -> !isUp(check)).toList();
  }
}
