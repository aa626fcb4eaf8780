package dev.acstoken.emulator;

import java.time.Instant;
import java.util.function.LongSupplier;

/** One identity's life; every change of it is atomic. */
final class Identity {

  private final String id;
  private final Instant createdOn;
  private boolean deleted;
  private long newestToken;
  private long revokedThrough;
  private int tokensIssued;

  Identity(String id, Instant createdOn) {
    this.id = id;
    this.createdOn = createdOn;
  }

  String id() {
    return id;
  }

  Instant createdOn() {
    return createdOn;
  }

  synchronized int tokensIssued() {
    return tokensIssued;
  }

  synchronized boolean deleted() {
    return deleted;
  }

  /**
   * Gives a new token its serial number. They grow, so that a revocation needs no clock; drawn
   * under this identity's lock, so that none that was drawn before a revocation is used after it.
   */
  synchronized long issue(LongSupplier serials) {
    requireLive();
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
