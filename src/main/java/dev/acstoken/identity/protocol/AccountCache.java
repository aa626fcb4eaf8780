package dev.acstoken.identity.protocol;

import dev.acstoken.concurrent.LruCache;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.FormerNames;
import dev.acstoken.identity.User;
import java.util.Optional;

/**
 * Caches the accounts for which this process released the last tokens. They are cached
 * optimistically: a cached account is only a hint, and the row is read before a token is released.
 */
final class AccountCache {

  // An account takes about half a kilobyte.
  private static final int MAX_ACCOUNTS = 10_000;

  private final LruCache<User, Account> accounts = new LruCache<>(MAX_ACCOUNTS);
  private final FormerNames formerNames;

  AccountCache(FormerNames formerNames) {
    this.formerNames = formerNames;
  }

  /**
   * Returns the user's account. If the user's issuer was renamed and the user is not moved yet, the
   * account names the user as it is stored, under the former name.
   */
  // The row under the former name alone tells whether such an account is outdated. A row under the
  // present name exists only if the former name has a pointer: a move marks the row before it
  // copies the account, and MovedUsers inserts an account only after a pointer. An instance whose
  // settings lack the former name may break this, as the runbook says.
  Optional<Account> cached(User user) {
    return accounts.get(user).or(() -> formerNames.of(user).flatMap(accounts::get));
  }

  void put(Account account) {
    accounts.put(account.user(), account);
  }

  void evict(User user) {
    accounts.evict(user);
  }
}
