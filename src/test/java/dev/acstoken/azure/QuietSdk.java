package dev.acstoken.azure;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Silences what the SDKs log about every failure that a test brings about. */
final class QuietSdk {

  // Held, because java.util.logging forgets the level of a logger that nobody holds.
  private static final Logger LOG = Logger.getLogger("com.azure");

  private QuietSdk() {}

  static void silence() {
    LOG.setLevel(Level.OFF);
  }
}
