package dev.acstoken.identity.protocol;

import dev.acstoken.concurrent.LruCache;
import dev.acstoken.identity.Account;
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

  Optional<Account> cached(User user) {
    return accounts.get(user);
  }

  void put(Account account) {
    accounts.put(account.user(), account);
  }

  void evict(User user) {
    accounts.evict(user);
  }
}
