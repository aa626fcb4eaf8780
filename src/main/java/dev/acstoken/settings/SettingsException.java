package dev.acstoken.settings;

import java.util.Collection;

/**
 * Thrown if settings are missing or invalid. The message is for the operator: it names each
 * variable and states the expected value, but never shows the actual value.
 */
public final class SettingsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String problems;

  /**
   * Creates an exception.
   *
   * @param problems a sentence for each problem, without a secret
   */
  public SettingsException(Collection<String> problems) {
    super("Settings: " + String.join(" ", problems));
    this.problems = String.join(" ", problems);
  }

  /** Returns a sentence for each problem. */
  public String problems() {
    return problems;
  }
}
