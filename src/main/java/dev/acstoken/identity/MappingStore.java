package dev.acstoken.identity;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The port to the storage of mappings. It holds at most one account for each user, and one owner
 * for each mapped identity.
 *
 * <p>Every method may throw {@link ServiceException} with {@link ErrorCode#STORAGE_UNAVAILABLE},
 * also when the deadline passes. A write may or may not have happened then. A failed read never
 * counts as an absent row.
 *
 * <p>Implementations retry within the deadline. A retried conditional write can therefore meet the
 * result of its own first attempt, and then reports that another writer was faster. Callers that
 * must distinguish the two read the row again.
 */
public interface MappingStore {

  /** Reads the user's account. Returns a blank account if nothing is stored. */
  Account find(User user, RequestContext context);

  /**
   * Begins to read the user's account as it is stored, and returns at once. The read begins after
   * the call of this method.
   *
   * @return waits for the account, and throws what {@link #find} throws; it may be left unused
   */
  Supplier<Account> beginFind(User user, RequestContext context);

  /**
   * Stores the account if the stored row still has the account's version. An account without a
   * version is stored only if no row exists. A blank account removes the row, on the same
   * condition.
   *
   * @return the account with its new version; empty if another writer was faster, whose row is kept
   */
  Optional<Account> replace(Account account, RequestContext context);

  /**
   * Maps the account to another identity, and keeps the account's current identity as a previous
   * identity of the user. Both happen in one write, on the same condition as in {@link #replace}.
   *
   * @param account the account as it was read, with a mapping
   * @param replacement the new mapping
   * @return the account with the new mapping; empty if another writer was faster
   */
  Optional<Account> supersede(Account account, Mapping replacement, RequestContext context);

  /** Finds the user's previous identities: those that {@link #supersede} replaced. */
  List<Mapping> findPrevious(User user, RequestContext context);

  /**
   * Stores what is known about a previous identity, unless the identity was removed meanwhile. This
   * call is idempotent.
   */
  void updatePrevious(Mapping previous, RequestContext context);

  /** Removes a previous identity of its user, if it is stored. This call is idempotent. */
  void removePrevious(Mapping previous, RequestContext context);

  /** Finds the owner of an identity. Returns empty if none is stored. */
  Optional<User> findOwner(CommunicationUserId id, RequestContext context);

  /**
   * Stores the mapping's user as the owner of the identity, unless another user owns it. This call
   * is idempotent. The owner is written again if it is the user already, so that a concurrent
   * {@link #removeOwnerIf} does not remove it.
   *
   * @return false if another user owns the identity
   */
  boolean putOwner(Mapping mapping, RequestContext context);

  /**
   * Removes the owner of the identity if it is the mapping's user. This call is idempotent.
   *
   * @return false if another user owns the identity
   */
  boolean removeOwner(Mapping mapping, RequestContext context);

  /**
   * Removes the owner of the identity if it is the mapping's user, and if a condition holds that is
   * evaluated after the owner was read. Does nothing if the owner is written after that.
   */
  void removeOwnerIf(Mapping mapping, BooleanSupplier condition, RequestContext context);

  /**
   * Stores the mapping's user as the owner of the identity if the user under the former name owns
   * it. Does nothing otherwise. This call is idempotent.
   */
  void moveOwner(User former, Mapping mapping, RequestContext context);

  /**
   * Stores the copy of an account for another user, together with copies of previous identities, in
   * one write, on the same condition as in {@link #replace}. Whatever the original's row contains
   * beyond the account is copied, too.
   *
   * @param original the account as it was read
   * @param copy what the original contains, as the account of the other user
   * @param previous the previous identities of the other user from then on; any others, which an
   *     earlier move left there, are removed
   * @return false if another writer was faster
   */
  boolean storeCopy(Account original, Account copy, List<Mapping> previous, RequestContext context);
}
