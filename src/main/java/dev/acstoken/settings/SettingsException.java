package dev.acstoken.settings;

import java.util.Collection;

/**
 * Settings are missing or wrong. The message names each variable and what was expected, for the
 * operator's log. It shows no value.
 */
public final class SettingsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SettingsException(Collection<String> problems) {
    super("Settings: " + String.join(" ", problems));
  }
}
