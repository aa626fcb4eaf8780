package dev.acstoken;

import java.util.List;

/**
 * Settings are missing or wrong. The message names each variable and what was expected, for the
 * operator's log; it shows no value.
 */
public final class SettingsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SettingsException(List<String> problems) {
    super("Settings: " + String.join(" ", problems));
  }
}
