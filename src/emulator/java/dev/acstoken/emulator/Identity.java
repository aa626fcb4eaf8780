package dev.acstoken.emulator;

import dev.acstoken.emulator.IdentityEvent.Created;
import dev.acstoken.emulator.IdentityEvent.Deleted;
import dev.acstoken.emulator.IdentityEvent.Issued;
import dev.acstoken.emulator.IdentityEvent.Revoked;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The state of one identity. Every change is atomic, and is stored before it takes effect. */
final class Identity {

  private final Created created;
  private final IdentityLog log;
  private boolean deleted;
  private long newestToken;
  private long revokedThrough;
  private int tokensIssued;
  private Optional<Instant> lastTokenIssuedAt = Optional.empty();

  Identity(Created created, IdentityLog log) {
    this.created = created;
    this.log = log;
  }

  String id() {
    return created.id();
  }

  Optional<String> customId() {
    return created.customId();
  }

  Instant createdOn() {
    return created.at();
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
    long serial = serials.getAsLong();
    change(new Issued(id(), serial, now, 1));
    return serial;
  }

  synchronized void revoke() {
    requireLive();
    change(new Revoked(id(), newestToken));
  }

  synchronized void delete() {
    requireLive();
    change(new Deleted(id()));
  }

  /** Returns the fewest changes that lead to this state. */
  synchronized List<IdentityEvent> events() {
    List<IdentityEvent> events = new ArrayList<>();
    events.add(created);
    lastTokenIssuedAt.ifPresent(at -> events.add(new Issued(id(), newestToken, at, tokensIssued)));
    if (revokedThrough > 0) {
      events.add(new Revoked(id(), revokedThrough));
    }
    if (deleted) {
      events.add(new Deleted(id()));
    }
    return events;
  }

  synchronized boolean hasTokensSince(Instant time) {
    return lastTokenIssuedAt.filter(time::isBefore).isPresent();
  }

  private void change(IdentityEvent event) {
    log.append(event);
    apply(event);
  }

  /** Makes a change that is already stored. */
  synchronized void apply(IdentityEvent event) {
    if (event instanceof Issued issued) {
      newestToken = issued.serial();
      tokensIssued += issued.tokens();
      lastTokenIssuedAt = Optional.of(issued.at());
    } else if (event instanceof Revoked revoked) {
      revokedThrough = revoked.through();
    } else if (event instanceof Deleted) {
      deleted = true;
    }
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
