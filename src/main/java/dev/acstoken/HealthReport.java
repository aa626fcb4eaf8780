package dev.acstoken;

import dev.acstoken.settings.SettingsException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Whether the endpoint can do its work.
 *
 * @param checks for each thing that it needs, what was found, in alphabetical order
 */
public record HealthReport(Map<String, Finding> checks) {

  static final String SETTINGS = "settings";

  /**
   * What a check found.
   *
   * @param took how long it took to find out
   * @param reason empty if all is well; otherwise why not, in a word or two and without any secret
   */
  public record Finding(Duration took, String reason) {

    static final Finding WELL = new Finding(Duration.ZERO, "");
  }

  public HealthReport {
    checks = new TreeMap<>(checks);
  }

  /** The state of the endpoint; of wrong settings it says so, which needs no endpoint. */
  public static HealthReport of(Supplier<TokenEndpoint> endpoint) {
    try {
      return endpoint.get().health();
    } catch (SettingsException e) {
      return new HealthReport(Map.of(SETTINGS, new Finding(Duration.ZERO, "wrong")));
    }
  }

  public boolean isHealthy() {
    return down().isEmpty();
  }

  /** {@code healthy}, {@code unhealthy} or {@code misconfigured}. */
  public String status() {
    if (isHealthy()) {
      return "healthy";
    }
    return isUp(SETTINGS) ? "unhealthy" : "misconfigured";
  }

  /** Whether the thing was looked at and is well. */
  public boolean isUp(String check) {
    Finding finding = checks.get(check);
    return finding != null && finding.reason().isEmpty();
  }

  /** What is not well, in alphabetical order. */
  public List<String> down() {
    return checks.keySet().stream().filter(check -> !isUp(check)).toList();
  }
}
