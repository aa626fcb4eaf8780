package dev.acstoken.identity;

import java.util.Optional;

/**
 * The port to where mappings are stored: for each user at most one account, for each mapped
 * identity its owner.
 *
 * <p>Every method may throw {@link ServiceException} with {@link ErrorCode#STORAGE_UNAVAILABLE},
 * also when the deadline passes; a write may then have happened or not. Absence is never concluded
 * from a failure. Implementations retry within the deadline, so a conditional write may meet the
 * result of its own first attempt and respond as if another writer had been faster.
 */
public interface MappingStore {

  /** Reads the user's account; blank if nothing is stored. */
  Account find(User user, RequestContext context);

  /**
   * Stores the account if the stored one is still of its version; removes the stored one if the
   * account is blank.
   *
   * @return the account as it is now stored; empty if another writer was faster, whose account
   *     stays
   */
  Optional<Account> replace(Account account, RequestContext context);

  /** Finds the owner of an identity. */
  Optional<User> findOwner(CommunicationUserId id, RequestContext context);

  /** Stores the owner of the mapped identity. */
  void putOwner(Mapping mapping, RequestContext context);

  /** Removes the owner of an identity, if one is stored. */
  void removeOwner(CommunicationUserId id, RequestContext context);
}
