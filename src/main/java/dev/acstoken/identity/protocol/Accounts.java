package dev.acstoken.identity.protocol;

import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationIdentities;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.MappingStore;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.User;
import java.util.Optional;

/** Reads accounts, and completes the changes that it finds interrupted. */
final class Accounts {

  private final CommunicationIdentities acs;
  private final MappingStore store;
  private final AccountCache cache;
  private final Deletion deletion;
  private final PolicyChange policyChange;

  Accounts(
      CommunicationIdentities acs,
      MappingStore store,
      AccountCache cache,
      Deletion deletion,
      PolicyChange policyChange) {
    this.acs = acs;
    this.store = store;
    this.cache = cache;
    this.deletion = deletion;
    this.policyChange = policyChange;
  }

  /** Reads the user's account. An interrupted change is completed first. */
  Account find(User user, RequestContext context) {
    return OptimisticRetry.run(context, () -> complete(store.find(user, context), context));
  }

  /** As {@link #find}. An identity of another ACS resource is removed first. */
  Account findWithoutForeignIdentity(User user, RequestContext context) {
    return OptimisticRetry.run(
        context,
        () -> {
          Account found = find(user, context);
          if (found.mapping().stream().allMatch(acs::belongsToThisResource)) {
            return Optional.of(found);
          }
          deletion.deleteIdentity(found, context);
          return Optional.empty();
        });
  }

  /** Returns the account's identity, if it belongs to this ACS resource. */
  Optional<Mapping> identityOf(Account account) {
    return account.mapping().filter(acs::belongsToThisResource);
  }

  /**
   * Completes the account's pending change, if there is one.
   *
   * @return the account as it is now stored; empty if another request was faster to store it
   */
  Optional<Account> complete(Account account, RequestContext context) {
    if (account.mapping().isEmpty()) {
      return Optional.of(account);
    }
    Mapping mapping = account.mapping().get();
    return switch (mapping.state()) {
      case ACTIVE -> Optional.of(account);
      case REVOKING -> policyChange.complete(account, mapping, context);
      case DELETING -> deletion.complete(account, mapping, context);
    };
  }

  /** Returns the account for which this process released the user's last token, if cached. */
  Optional<Account> cached(User user) {
    return cache.cached(user);
  }

  /**
   * Reads the account again and returns whether it is unchanged. An unchanged account is cached,
   * another one is evicted.
   */
  boolean isUnchanged(Account account, RequestContext context) {
    boolean isUnchanged = find(account.user(), context).equals(account);
    if (isUnchanged) {
      cache.put(account);
    } else {
      cache.evict(account.user());
    }
    return isUnchanged;
  }

  /** Evicts the user's account from the cache. */
  void evict(User user) {
    cache.evict(user);
  }
}
