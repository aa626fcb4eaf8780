package dev.acstoken.http;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Times as responses show them. Without a fraction of a second: the ISO 8601 parsers of several
 * client platforms reject one by default.
 */
final class WholeSeconds {

  private WholeSeconds() {}

  /**
   * Returns a time such as {@code 2026-11-21T10:00:00Z}; rounded down, so that no token is said to
   * live longer.
   */
  static String of(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
