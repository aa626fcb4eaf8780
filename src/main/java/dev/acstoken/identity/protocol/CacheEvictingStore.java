package dev.acstoken.identity.protocol;

import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.MappingStore;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.User;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Decorates the mapping store: evicts an account from the cache before the account is written. A
 * token issued for an outdated account is never released, so using one would waste a call to ACS.
 */
final class CacheEvictingStore implements MappingStore {

  private final MappingStore store;
  private final AccountCache cache;

  CacheEvictingStore(MappingStore store, AccountCache cache) {
    this.store = store;
    this.cache = cache;
  }

  @Override
  public Account find(User user, RequestContext context) {
    return store.find(user, context);
  }

  @Override
  public Supplier<Account> beginFind(User user, RequestContext context) {
    return store.beginFind(user, context);
  }

  @Override
  public Optional<Account> replace(Account account, RequestContext context) {
    cache.evict(account.user());
    return store.replace(account, context);
  }

  @Override
  public Optional<Account> supersede(Account account, Mapping replacement, RequestContext context) {
    cache.evict(account.user());
    return store.supersede(account, replacement, context);
  }

  @Override
  public List<Mapping> findPrevious(User user, RequestContext context) {
    return store.findPrevious(user, context);
  }

  @Override
  public void updatePrevious(Mapping previous, RequestContext context) {
    store.updatePrevious(previous, context);
  }

  @Override
  public void removePrevious(Mapping previous, RequestContext context) {
    store.removePrevious(previous, context);
  }

  @Override
  public Optional<User> findOwner(CommunicationUserId id, RequestContext context) {
    return store.findOwner(id, context);
  }

  @Override
  public boolean putOwner(Mapping mapping, RequestContext context) {
    return store.putOwner(mapping, context);
  }

  @Override
  public boolean removeOwner(Mapping mapping, RequestContext context) {
    return store.removeOwner(mapping, context);
  }

  @Override
  public void removeOwnerIf(Mapping mapping, BooleanSupplier condition, RequestContext context) {
    store.removeOwnerIf(mapping, condition, context);
  }

  @Override
  public void moveOwner(User former, Mapping mapping, RequestContext context) {
    store.moveOwner(former, mapping, context);
  }

  @Override
  public boolean storeCopy(
      Account original, Account copy, List<Mapping> previous, RequestContext context) {
    cache.evict(original.user());
    cache.evict(copy.user());
    return store.storeCopy(original, copy, previous, context);
  }
}
