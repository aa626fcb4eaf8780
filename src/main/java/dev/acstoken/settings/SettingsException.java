package dev.acstoken.settings;

import java.util.Collection;

/**
 * Thrown if settings are missing or invalid. The message is for the operator's log: it names each
 * variable and states the expected value, but never shows the actual value.
 */
public final class SettingsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SettingsException(Collection<String> problems) {
    super("Settings: " + String.join(" ", problems));
  }
}
