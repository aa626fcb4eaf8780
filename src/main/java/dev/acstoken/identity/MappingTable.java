package dev.acstoken.identity;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where the mappings live: for each user at most one row, for each mapped identity a reverse row,
 * and a record of each identity whose creation or deletion is under way.
 *
 * <p>Every method may throw {@link IdentityException} with {@link Failure#STORAGE_UNAVAILABLE},
 * also when the deadline passes; a write may then have happened or not. Absence is never concluded
 * from a failure. Implementations repeat attempts within the deadline, so a conditional write may
 * find the trace of its own first attempt and answer as if somebody else had been faster.
 */
public interface MappingTable {

  /** The user's mapping, in whatever state. */
  Optional<Mapping> find(User user, Deadline deadline);

  /** Stores the mapping if the user has none; false if there is one, which is left as it is. */
  boolean insert(Mapping mapping, Deadline deadline);

  /**
   * Marks the mapping as being deleted, if it is still as it was read.
   *
   * @return the mapping as it now stands; empty if it had changed or gone
   */
  Optional<Mapping> markDeleting(Mapping mapping, Deadline deadline);

  /** Removes the mapping if it is still as it was read; otherwise leaves everything as it is. */
  void remove(Mapping mapping, Deadline deadline);

  /** The user of an identity, by the reverse row. */
  Optional<User> findUser(CommunicationUserId id, Deadline deadline);

  /** Writes the reverse row. */
  void insertReverse(Mapping mapping, Deadline deadline);

  /** Removes the reverse row, if there is one. */
  void removeReverse(CommunicationUserId id, Deadline deadline);

  /**
   * Records that the identity's creation or deletion is under way, whether or not it was already.
   */
  Unsettled recordUnsettled(Mapping mapping, Deadline deadline);

  /**
   * The records that were last written before that time, the oldest first, some of them if many.
   */
  List<Unsettled> findUnsettled(Instant before, Deadline deadline);

  /**
   * Writes the record again, as of now, if it is still as it was read: for whom that succeeds, the
   * work is theirs.
   *
   * @return the record as it now stands; empty if it was written again or removed meanwhile
   */
  Optional<Unsettled> renew(Unsettled record, Deadline deadline);

  /** Removes the record if it is still as it was read; false if it had changed or gone. */
  boolean settle(Unsettled record, Deadline deadline);

  /** Removes the record of an identity that is no more, whoever wrote it. */
  void forget(CommunicationUserId id, Deadline deadline);
}
