package dev.acstoken.identity;

import java.time.Duration;

/**
 * How long a token lives. ACS gives 60 to 1440 minutes and its SDK checks neither bound, so this
 * type does.
 *
 * @param minutes {@value #MIN_MINUTES} to {@value #MAX_MINUTES}
 */
public record TokenLifetime(int minutes) {

  public static final int MIN_MINUTES = 60;
  public static final int MAX_MINUTES = 1440;

  public TokenLifetime {
    if (!isAllowed(minutes)) {
      throw new IllegalArgumentException("Not a token lifetime in minutes: " + minutes);
    }
  }

  /** Whether ACS issues tokens for that many minutes. */
  public static boolean isAllowed(long minutes) {
    return minutes >= MIN_MINUTES && minutes <= MAX_MINUTES;
  }

  public Duration toDuration() {
    return Duration.ofMinutes(minutes);
  }
}
