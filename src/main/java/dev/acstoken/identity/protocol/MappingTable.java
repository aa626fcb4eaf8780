package dev.acstoken.identity.protocol;

import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.Failure;
import dev.acstoken.identity.IdentityException;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.User;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where the mappings live: for each user at most one row, for each mapped identity a reverse row,
 * and a record of whatever is under way with an identity.
 *
 * <p>Every method may throw {@link IdentityException} with {@link Failure#STORAGE_UNAVAILABLE},
 * also when the deadline passes; a write may then have happened or not. Absence is never concluded
 * from a failure. Implementations repeat attempts within the deadline, so a conditional write may
 * find the trace of its own first attempt and answer as if somebody else had been faster.
 */
public interface MappingTable {

  /** What is on record of the user; blank if nothing is. */
  Account find(User user, Deadline deadline);

  /**
   * Puts the account on record if what is there is still of its version; removes what is there if
   * the account is blank.
   *
   * @return the account as it now stands; empty if there was a change, which is left as it is
   */
  Optional<Account> replace(Account account, Deadline deadline);

  /** The user of an identity, by the reverse row. */
  Optional<User> findUser(CommunicationUserId id, Deadline deadline);

  /** Writes the reverse row. */
  void insertReverse(Mapping mapping, Deadline deadline);

  /** Removes the reverse row, if there is one. */
  void removeReverse(CommunicationUserId id, Deadline deadline);

  /** Records that a change of the identity is under way, whether or not one was already. */
  Unsettled recordUnsettled(Unsettled.Change change, Mapping mapping, Deadline deadline);

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

  /** Removes the record of the life of an identity that is no more, whoever wrote it. */
  void forget(CommunicationUserId id, Deadline deadline);
}
