package dev.acstoken.devhost;

import java.util.Locale;
import java.util.Map;

/** The kind of shell into which commands are pasted. */
enum Shell {
  POSIX,
  POWERSHELL;

  static Shell current() {
    return of(System.getProperty("os.name", ""), System.getenv());
  }

  /** On Windows it is PowerShell, except in Git Bash, which sets {@code MSYSTEM}. */
  static Shell of(String system, Map<String, String> environment) {
    return system.toLowerCase(Locale.ROOT).startsWith("windows")
            && !environment.containsKey("MSYSTEM")
        ? POWERSHELL
        : POSIX;
  }
}
