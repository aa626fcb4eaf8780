package dev.acstoken;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Whether the endpoint can do its work.
 *
 * @param checks for each thing that it needs, whether that is there, in alphabetical order
 */
public record HealthReport(Map<String, Boolean> checks) {

  public HealthReport {
    checks = new TreeMap<>(checks);
  }

  /** The state of the endpoint; of wrong settings it says so, which needs no endpoint. */
  public static HealthReport of(Supplier<TokenEndpoint> endpoint) {
    try {
      return endpoint.get().health();
    } catch (SettingsException e) {
      return new HealthReport(Map.of("settings", false));
    }
  }

  public boolean isHealthy() {
    return !checks.containsValue(false);
  }
}
