package dev.acstoken.emulator;

import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The state of one identity. Every change is atomic. */
final class Identity {

  private final String id;
  private final Optional<String> customId;
  private final Instant createdOn;
  private boolean deleted;
  private long newestToken;
  private long revokedThrough;
  private int tokensIssued;
  private Optional<Instant> lastTokenIssuedAt = Optional.empty();

  Identity(String id, Optional<String> customId, Instant createdOn) {
    this.id = id;
    this.customId = customId;
    this.createdOn = createdOn;
  }

  String id() {
    return id;
  }

  Optional<String> customId() {
    return customId;
  }

  Instant createdOn() {
    return createdOn;
  }

  synchronized int tokensIssued() {
    return tokensIssued;
  }

  synchronized Optional<Instant> lastTokenIssuedAt() {
    return lastTokenIssuedAt;
  }

  synchronized boolean deleted() {
    return deleted;
  }

  /**
   * Returns the serial number of a new token. Serial numbers increase, so a revocation needs no
   * clock. They are assigned under this identity's lock, so a number from before a revocation is
   * never used after it.
   */
  synchronized long issue(LongSupplier serials, Instant now) {
    requireLive();
    lastTokenIssuedAt = Optional.of(now);
    newestToken = serials.getAsLong();
    tokensIssued++;
    return newestToken;
  }

  synchronized void revoke() {
    requireLive();
    revokedThrough = newestToken;
  }

  synchronized void delete() {
    requireLive();
    deleted = true;
  }

  synchronized boolean revoked(long serial) {
    return serial <= revokedThrough;
  }

  private void requireLive() {
    if (deleted) {
      throw AcsErrorException.identityNotFound();
    }
  }
}
