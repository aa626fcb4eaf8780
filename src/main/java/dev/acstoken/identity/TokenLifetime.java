package dev.acstoken.identity;

import java.time.Duration;

/**
 * The lifetime of a token. ACS allows 60 to 1440 minutes. Its SDK does not check these bounds, so
 * this type does.
 *
 * @param minutes the lifetime in minutes, {@value #MIN_MINUTES} to {@value #MAX_MINUTES}
 */
public record TokenLifetime(int minutes) {

  public static final int MIN_MINUTES = 60;
  public static final int MAX_MINUTES = 1440;

  public TokenLifetime {
    if (!isAllowed(minutes)) {
      throw new IllegalArgumentException("Not a valid token lifetime in minutes: " + minutes);
    }
  }

  /** Returns whether ACS issues tokens with a lifetime of that many minutes. */
  public static boolean isAllowed(long minutes) {
    return minutes >= MIN_MINUTES && minutes <= MAX_MINUTES;
  }

  public Duration toDuration() {
    return Duration.ofMinutes(minutes);
  }
}
