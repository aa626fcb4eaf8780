package dev.acstoken.identity.protocol;

import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationIdentities;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.MappingStore;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.User;
import java.util.Optional;

/** Reads accounts, and completes pending changes before it returns them. */
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

  /**
   * Reads the user's account from the store. A pending change is completed first, so a mapping in
   * the returned account is always {@link Mapping.State#ACTIVE}. Starts over if another request
   * changes the account at the same time.
   *
   * @return the account; blank if nothing is stored for the user
   */
  Account find(User user, RequestContext context) {
    return OptimisticRetry.run(context, () -> complete(store.find(user, context), context));
  }

  /**
   * Reads the user's account as {@link #find} does. A mapping to an identity of another ACS
   * resource is removed first. The identity itself stays, because only its own resource can delete
   * it.
   */
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

  /** Returns the account's mapping, if its identity belongs to this ACS resource. */
  Optional<Mapping> identityOf(Account account) {
    return account.mapping().filter(acs::belongsToThisResource);
  }

  /**
   * Completes the account's pending change, if there is one. Several callers may do so at once. If
   * a step fails, the change stays pending.
   *
   * @param account the account as it was read from the store
   * @return the account after the change; empty if another request changed the account first, so
   *     that the caller has to read it again
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

  /**
   * Returns the user's account from the cache. It may be outdated, so it must not decide on its own
   * that a token is released or refused.
   */
  Optional<Account> cached(User user) {
    return cache.cached(user);
  }

  /**
   * Reads the account again and returns whether it is unchanged. An unchanged account is put into
   * the cache. Otherwise the user's account is evicted from the cache.
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
