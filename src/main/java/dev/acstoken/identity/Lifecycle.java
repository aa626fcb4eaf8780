package dev.acstoken.identity;

import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The steps that every operation's story is told in: find, establish, end. All operations of a
 * process share one.
 *
 * <p>Each change first records the identity as unsettled and removes that record last, so an
 * interruption anywhere leaves a trace to finish from. docs/invariants.md tells what holds.
 */
public final class Lifecycle {

  private static final int MAX_ROUNDS = 5;

  // What a creation leaves of the budget, so that the new identity can still be recorded; and what
  // recording it leaves, so that it can still be deleted if that fails.
  private static final Duration TO_RECORD = Duration.ofSeconds(2);
  private static final Duration TO_DELETE = Duration.ofSeconds(1);

  private final CommunicationIdentities acs;
  private final MappingTable table;
  private final InstantSource clock;
  private final SingleFlight creations = new SingleFlight();

  public Lifecycle(CommunicationIdentities acs, MappingTable table, InstantSource clock) {
    this.acs = acs;
    this.table = table;
    this.clock = clock;
  }

  CommunicationIdentities acs() {
    return acs;
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
   * Lets one caller of this process at a time give the user an identity, if there still is none.
   *
   * @param creation makes an identity and establishes it; empty if somebody else was faster
   * @return what came of it; empty if this caller did not get to it, and should look again
   */
  <T> Optional<T> createAlone(User user, Supplier<Optional<T>> creation, Deadline deadline) {
    return creations.lead(
        user,
        () -> findHereOrMakeRoom(user, deadline).isPresent() ? Optional.empty() : creation.get(),
        deadline);
  }

  /** When ACS must have made an identity, so that there is time to {@link #establish} it. */
  static Deadline forCreation(Deadline deadline) {
    return deadline.leaving(TO_RECORD);
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
    Unsettled record = recordOrDelete(mapping, deadline);
    table.insertReverse(mapping, deadline);
    if (!insert(mapping, deadline)) {
      attempt(() -> bury(mapping, deadline));
      return Optional.empty();
    }
    if (!table.settle(record, deadline)) {
      // Somebody took this identity for abandoned, or is deleting it: then it is not to be used.
      find(user, deadline).filter(mapping::isSameIdentityAs).ifPresent(m -> end(m, deadline));
      return Optional.empty();
    }
    return Optional.of(mapping);
  }

  /**
   * Ends a living identity: marks it, deletes it at ACS, removes its rows.
   *
   * @return false if the mapping had changed since it was read
   */
  boolean end(Mapping mapping, Deadline deadline) {
    var unused = table.recordUnsettled(mapping, deadline);
    Optional<Mapping> marked = table.markDeleting(mapping, deadline);
    marked.ifPresent(m -> finishDeletion(m, deadline));
    return marked.isPresent();
  }

  /**
   * Settles what an interruption left behind: a mapping that was established stays, a marked one is
   * deleted, and an identity that no mapping names is deleted too.
   *
   * @return false if somebody else is at it
   */
  boolean settle(Unsettled record, Deadline deadline) {
    Optional<Unsettled> mine = table.renew(record, deadline);
    if (mine.isEmpty()) {
      return false;
    }
    Mapping identity = record.mapping();
    Optional<Mapping> stored =
        table.find(record.user(), deadline).filter(identity::isSameIdentityAs);
    if (stored.isEmpty()) {
      bury(identity, deadline);
    } else if (stored.get().isActive()) {
      return table.settle(mine.get(), deadline);
    } else {
      finishDeletion(stored.get(), deadline);
    }
    return true;
  }

  /** Whether one more round makes sense when the last one met somebody else's change. */
  static void checkRound(int round, Deadline deadline) {
    if (round > MAX_ROUNDS || deadline.hasPassed()) {
      throw new IdentityException(
          Failure.STORAGE_UNAVAILABLE, "Too many changes to this user at once.");
    }
  }

  // The row goes before the record: as long as one of them stands, somebody finishes the job. Every
  // step may be repeated, by several at once.
  private void finishDeletion(Mapping marked, Deadline deadline) {
    deleteAtAcs(marked, deadline);
    table.removeReverse(marked.communicationUserId(), deadline);
    table.remove(marked, deadline);
    table.forget(marked.communicationUserId(), deadline);
  }

  private void bury(Mapping unmapped, Deadline deadline) {
    deleteAtAcs(unmapped, deadline);
    table.removeReverse(unmapped.communicationUserId(), deadline);
    table.forget(unmapped.communicationUserId(), deadline);
  }

  private void deleteAtAcs(Mapping mapping, Deadline deadline) {
    if (isHere(mapping)) {
      acs.delete(mapping.communicationUserId(), deadline);
    }
  }

  // An identity that no row names could never be found again.
  private Unsettled recordOrDelete(Mapping mapping, Deadline deadline) {
    try {
      return table.recordUnsettled(mapping, deadline.leaving(TO_DELETE));
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
