package dev.acstoken.http;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Formats times for responses. They have no fraction of a second, because the ISO 8601 parsers of
 * several client platforms reject fractions by default.
 */
final class WholeSeconds {

  private WholeSeconds() {}

  /**
   * Returns a time such as {@code 2026-11-21T10:00:00Z}. It is rounded down, so that a response
   * never shows an expiry later than the token's own.
   */
  static String of(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
