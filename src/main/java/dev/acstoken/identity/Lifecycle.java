package dev.acstoken.identity;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The steps that every operation's story is told in: find, establish, end.
 *
 * <p>Each change first records the identity as unsettled and clears that record last, so an
 * interruption anywhere leaves a trace to finish from. See docs/invariants.md.
 */
final class Lifecycle {

  private static final int MAX_ROUNDS = 5;

  private final CommunicationIdentities acs;
  private final MappingTable table;
  private final InstantSource clock;

  Lifecycle(CommunicationIdentities acs, MappingTable table, InstantSource clock) {
    this.acs = acs;
    this.table = table;
    this.clock = clock;
  }

  /** The user's living mapping. A deletion that was interrupted is finished on the way. */
  Optional<Mapping> find(User user, Deadline deadline) {
    Optional<Mapping> found = table.find(user, deadline);
    found.filter(mapping -> !mapping.isActive()).ifPresent(m -> finishDeletion(m, deadline));
    return found.filter(Mapping::isActive);
  }

  /** The user's living mapping, if it is one of this ACS resource. */
  Optional<Mapping> findHere(User user, Deadline deadline) {
    return find(user, deadline).filter(this::isHere);
  }

  /** As {@link #findHere}; a mapping to another ACS resource is removed to make room. */
  Optional<Mapping> findHereOrMakeRoom(User user, Deadline deadline) {
    Optional<Mapping> found = find(user, deadline);
    found.filter(mapping -> !isHere(mapping)).ifPresent(m -> end(m, deadline));
    return found.filter(this::isHere);
  }

  /**
   * Makes a new ACS identity the user's, unless the user got one meanwhile: then the new one is
   * deleted again.
   *
   * @return the stored mapping; empty if somebody else was faster
   */
  Optional<Mapping> establish(User user, CommunicationUserId id, Deadline deadline) {
    Mapping mapping =
        Mapping.active(user, id, acs.endpoint(), clock.instant().truncatedTo(ChronoUnit.MILLIS));
    recordOrDelete(mapping, deadline);
    table.insertReverse(mapping, deadline);
    if (insert(mapping, deadline)) {
      attempt(() -> table.settle(id, deadline));
      return Optional.of(mapping);
    }
    attempt(() -> discard(mapping, deadline));
    return Optional.empty();
  }

  /**
   * Ends a living identity: marks it, deletes it at ACS, removes its rows.
   *
   * @return false if the mapping had changed since it was read
   */
  boolean end(Mapping mapping, Deadline deadline) {
    table.recordUnsettled(mapping, deadline);
    Optional<Mapping> marked = table.markDeleting(mapping, deadline);
    marked.ifPresent(m -> finishDeletion(m, deadline));
    return marked.isPresent();
  }

  /** Whether one more round makes sense when the last one met somebody else's change. */
  static void checkRound(int round, Deadline deadline) {
    if (round > MAX_ROUNDS || deadline.hasPassed()) {
      throw new IdentityException(
          Failure.STORAGE_UNAVAILABLE, "Too many changes to this user at once.");
    }
  }

  // Every step may be repeated, by several at once. The user's row goes last but one: as long as it
  // stands, the next to read it finishes the job.
  private void finishDeletion(Mapping mapping, Deadline deadline) {
    if (isHere(mapping)) {
      acs.delete(mapping.communicationUserId(), deadline);
    }
    table.removeReverse(mapping.communicationUserId(), deadline);
    table.remove(mapping, deadline);
    table.settle(mapping.communicationUserId(), deadline);
  }

  // An identity that no row names could never be found again.
  private void recordOrDelete(Mapping mapping, Deadline deadline) {
    try {
      table.recordUnsettled(mapping, deadline);
    } catch (IdentityException e) {
      attempt(() -> acs.delete(mapping.communicationUserId(), deadline));
      throw e;
    }
  }

  // The row decides, not the reply to the insert: a lost reply may hide a success, and a repeated
  // attempt meets the row of the first.
  private boolean insert(Mapping mapping, Deadline deadline) {
    try {
      if (table.insert(mapping, deadline)) {
        return true;
      }
    } catch (IdentityException e) {
      Mapping stored = table.find(mapping.user(), deadline).orElseThrow(() -> e);
      return stored.isSameIdentityAs(mapping);
    }
    return table.find(mapping.user(), deadline).filter(mapping::isSameIdentityAs).isPresent();
  }

  private void discard(Mapping loser, Deadline deadline) {
    acs.delete(loser.communicationUserId(), deadline);
    table.removeReverse(loser.communicationUserId(), deadline);
    table.settle(loser.communicationUserId(), deadline);
  }

  // What fails here is recorded as unsettled, so the request need not fail with it.
  private static void attempt(Runnable step) {
    try {
      step.run();
    } catch (IdentityException e) {
      // Left to the sweep.
    }
  }

  private boolean isHere(Mapping mapping) {
    return mapping.acsEndpoint().equals(acs.endpoint());
  }
}
