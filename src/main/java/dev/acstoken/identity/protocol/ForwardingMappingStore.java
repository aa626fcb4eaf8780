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

/** Forwards every call to another mapping store. Decorators override the calls that they change. */
abstract class ForwardingMappingStore implements MappingStore {

  private final MappingStore store;

  ForwardingMappingStore(MappingStore store) {
    this.store = store;
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
    return store.replace(account, context);
  }

  @Override
  public Optional<Account> supersede(Account account, Mapping replacement, RequestContext context) {
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
    return store.storeCopy(original, copy, previous, context);
  }
}
