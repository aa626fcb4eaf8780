package dev.acstoken.identity.protocol;

import dev.acstoken.identity.Account;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.MappingStore;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.User;
import java.util.Optional;

/** Reads accounts, and completes pending changes before it returns them. */
final class Accounts {

  private final ForeignIdentities foreign;
  private final MappingStore store;
  private final AccountCache cache;
  private final Deletion deletion;
  private final PolicyChange policyChange;
  private final Adoption adoption;
  private final boolean readsAhead;
  private final Stopwatch stopwatch;

  Accounts(
      ForeignIdentities foreign,
      MappingStore store,
      AccountCache cache,
      Deletion deletion,
      PolicyChange policyChange,
      Adoption adoption,
      boolean readsAhead,
      Stopwatch stopwatch) {
    this.foreign = foreign;
    this.store = store;
    this.cache = cache;
    this.deletion = deletion;
    this.policyChange = policyChange;
    this.adoption = adoption;
    this.readsAhead = readsAhead;
    this.stopwatch = stopwatch;
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
   * Reads the user's account before a deletion. A pending change is completed first, except a
   * revocation, because the deletion ends the tokens, too, and does not need ACS to know the
   * identity.
   *
   * @throws ServiceException with {@link ErrorCode#FOREIGN_IDENTITY} if the identity belongs to
   *     another ACS resource, which this service cannot ask to delete it
   */
  Account findForDeletion(User user, RequestContext context) {
    return OptimisticRetry.run(
        context,
        () -> {
          Account found = store.find(user, context);
          foreign.requireKnown(found);
          boolean isRevoking =
              found.mapping().filter(it -> it.state() == Mapping.State.REVOKING).isPresent();
          return isRevoking ? Optional.of(found) : complete(found, context);
        });
  }

  /**
   * Returns the account's mapping; empty if there is none, or if its identity belongs to a former
   * ACS resource whose identities are given up.
   *
   * @throws ServiceException with {@link ErrorCode#FOREIGN_IDENTITY} if the identity belongs to
   *     another ACS resource
   */
  Optional<Mapping> identityOf(Account account) {
    return account.mapping().filter(foreign::isOwn);
  }

  /** Returns any of the user's previous identities; empty if there is none. */
  Optional<Mapping> previousOf(User user, RequestContext context) {
    return store.findPrevious(user, context).stream().findFirst();
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
      case ADOPTING -> adoption.complete(account, mapping, context);
      case REVOKING -> policyChange.complete(account, context);
      case DELETING -> deletion.complete(account, mapping, context);
    };
  }

  /**
   * Returns the user's account from the cache, which may name the user under a former name. It may
   * be outdated, so it must not decide on its own that a token is released or refused.
   */
  Optional<Account> cached(User user) {
    return cache.cached(user);
  }

  /**
   * Does the same as {@link #find}, for a token that is requested from ACS afterwards. The lease
   * includes the time that the completion of a pending change takes.
   */
  LeasedRead findWithLease(User user, RequestContext context) {
    ReadLease lease = beginLease();
    Account account = find(user, context);
    return new LeasedRead(() -> account, lease);
  }

  /**
   * Begins to read the row of a cached account, for a token that is requested from ACS meanwhile. A
   * pending change or a move is not completed: the account then differs from the cached one.
   */
  LeasedRead beginRead(Account account, RequestContext context) {
    if (!readsAhead) {
      return LeasedRead.expired(account);
    }
    ReadLease lease = beginLease();
    return new LeasedRead(store.beginFind(account.user(), context), lease);
  }

  private ReadLease beginLease() {
    return readsAhead ? new ReadLease(stopwatch.start()) : ReadLease.EXPIRED;
  }

  /**
   * Returns whether the account is unchanged, after ACS has issued a token for it. If the lease of
   * the read is no longer valid, the account is read again. An unchanged account is put into the
   * cache. Otherwise the user's account is evicted from the cache.
   */
  boolean isUnchanged(Account account, LeasedRead read, RequestContext context) {
    boolean isLeased = read.lease().isValid();
    boolean isUnchanged =
        read.account().get().equals(account)
            && (isLeased || find(account.user(), context).equals(account));
    if (isUnchanged) {
      cache.put(account);
    } else {
      cache.evict(account.user());
    }
    return isUnchanged;
  }

  /**
   * Stores the account if it is unchanged since it was read, and puts it into the cache.
   *
   * @return false if another request changed the account
   */
  boolean replaceUnchanged(Account account, RequestContext context) {
    Optional<Account> replaced = store.replace(account, context);
    replaced.ifPresent(cache::put);
    return replaced.isPresent();
  }

  /** Puts an account into the cache for which a token is released. */
  void cache(Account account) {
    cache.put(account);
  }

  /** Evicts the user's account from the cache. */
  void evict(User user) {
    cache.evict(user);
  }
}
