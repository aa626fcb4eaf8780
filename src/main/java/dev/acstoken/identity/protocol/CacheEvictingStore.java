package dev.acstoken.identity.protocol;

import dev.acstoken.identity.Account;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.MappingStore;
import dev.acstoken.identity.RequestContext;
import java.util.List;
import java.util.Optional;

/**
 * Decorates the mapping store: evicts an account from the cache before the account is written. A
 * token issued for an outdated account is never released, so using one would waste a call to ACS.
 */
final class CacheEvictingStore extends ForwardingMappingStore {

  private final AccountCache cache;

  CacheEvictingStore(MappingStore store, AccountCache cache) {
    super(store);
    this.cache = cache;
  }

  @Override
  public Optional<Account> replace(Account account, RequestContext context) {
    cache.evict(account.user());
    return super.replace(account, context);
  }

  @Override
  public Optional<Account> supersede(Account account, Mapping replacement, RequestContext context) {
    cache.evict(account.user());
    return super.supersede(account, replacement, context);
  }

  @Override
  public boolean storeCopy(
      Account original, Account copy, List<Mapping> previous, RequestContext context) {
    cache.evict(original.user());
    cache.evict(copy.user());
    return super.storeCopy(original, copy, previous, context);
  }
}
