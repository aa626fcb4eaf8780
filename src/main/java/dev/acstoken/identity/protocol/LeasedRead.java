package dev.acstoken.identity.protocol;

import dev.acstoken.identity.Account;
import java.util.function.Supplier;

/**
 * A read of a user's row that began before a token is requested.
 *
 * @param account returns the account as it was read; waits for the table if it has not responded
 *     yet
 * @param lease how long the read may release a token
 */
record LeasedRead(Supplier<Account> account, ReadLease lease) {

  /** Returns a read that never releases a token. */
  static LeasedRead expired(Account account) {
    return new LeasedRead(() -> account, ReadLease.EXPIRED);
  }
}
