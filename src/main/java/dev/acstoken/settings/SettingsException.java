package dev.acstoken.settings;

import java.util.Collection;

/**
 * Settings are missing or wrong. The message names each variable and what was expected, for the
 * operator's log; it shows no value.
 */
public final class SettingsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean isNews;

  SettingsException(Collection<String> problems) {
    this("Settings: " + String.join(" ", problems), true);
  }

  private SettingsException(String message, boolean isNews) {
    super(message);
    this.isNews = isNews;
  }

  /** The same once more, so soon that the log need not have it. */
  public SettingsException again() {
    return new SettingsException(String.valueOf(getMessage()), false);
  }

  /** Whether the log is to have it. */
  public boolean isNews() {
    return isNews;
  }
}
