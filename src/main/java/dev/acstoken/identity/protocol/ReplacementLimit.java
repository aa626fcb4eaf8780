package dev.acstoken.identity.protocol;

import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Limits how many lost identities this process replaces. If ACS denies that it knows many
 * identities, an error of ACS is more likely than a loss.
 */
final class ReplacementLimit {

  static final int MAX_REPLACEMENTS = 10;
  static final Duration WINDOW = Duration.ofHours(1);

  private static final Duration RETRY_AFTER = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final Deque<Instant> replacements = new ArrayDeque<>();

  ReplacementLimit(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Counts a replacement.
   *
   * @throws ServiceException with {@link ErrorCode#IDENTITY_UNCONFIRMED} if there were {@value
   *     #MAX_REPLACEMENTS} within the last hour
   */
  synchronized void acquire() {
    Instant now = clock.instant();
    while (!replacements.isEmpty() && !replacements.getFirst().isAfter(now.minus(WINDOW))) {
      replacements.removeFirst();
    }
    if (replacements.size() >= MAX_REPLACEMENTS) {
      throw IdentityLoss.unconfirmed(RETRY_AFTER)
          .withLogMessage(
              "Replacement stopped: this instance has replaced %d identities within an hour. Find"
                      .formatted(MAX_REPLACEMENTS)
                  + " out why ACS does not know them before more are replaced.");
    }
    replacements.addLast(now);
  }
}
