package dev.acstoken.identity.protocol;

import dev.acstoken.identity.Account;
import dev.acstoken.identity.User;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Accounts as this process last saw them when it released a token, of the users who came last. What
 * is known may be out of date: nothing follows from it until the row says the same.
 */
final class KnownAccounts {

  // Half a kilobyte each.
  private static final int MOST = 10_000;

  private final Map<User, Account> accounts =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<User, Account> eldest) {
          return size() > MOST;
        }
      };

  synchronized Optional<Account> find(User user) {
    return Optional.ofNullable(accounts.get(user));
  }

  synchronized void remember(Account account) {
    accounts.put(account.user(), account);
  }

  synchronized void forget(User user) {
    accounts.remove(user);
  }
}
