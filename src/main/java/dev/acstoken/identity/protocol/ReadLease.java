package dev.acstoken.identity.protocol;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * The time for which a read of a user's row may release a token. A token whose call to ACS ended
 * within a lease of the beginning of the read was issued at most a lease after the row was as it
 * was read. {@link PolicyChange} waits longer than a lease before it revokes the tokens of a former
 * policy, so it also revokes that token.
 *
 * @param elapsed the time since before the read began
 */
record ReadLease(Supplier<Duration> elapsed) {

  /** The length of a lease. */
  static final Duration LENGTH = Duration.ofSeconds(1);

  /** A lease that has always expired, so that the row is read after ACS issued the token. */
  static final ReadLease EXPIRED = new ReadLease(() -> LENGTH.plusNanos(1));

  /** Returns whether a token that ACS has issued by now may be released by the read. */
  boolean isValid() {
    return elapsed.get().compareTo(LENGTH) <= 0;
  }
}
