package dev.acstoken.identity.protocol;

import dev.acstoken.identity.Account;
import dev.acstoken.identity.FormerNames;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.MappingStore;
import dev.acstoken.identity.Move;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.User;
import java.util.Optional;

/**
 * Decorates the mapping store: finds users of a renamed issuer under the name that they are stored
 * under, and completes a move that has begun. The returned account names its user as it is stored,
 * and callers use that user from then on.
 *
 * <p>An account is created under a new name only if the old name has a pointer to it. So instances
 * that know only the old name create no second identity at the same time.
 */
final class MovedUsers extends ForwardingMappingStore {

  private final MappingStore store;
  private final FormerNames formerNames;
  private final UserMove userMove;

  MovedUsers(MappingStore store, FormerNames formerNames) {
    super(store);
    this.store = store;
    this.formerNames = formerNames;
    this.userMove = new UserMove(store);
  }

  @Override
  public Account find(User user, RequestContext context) {
    return OptimisticRetry.run(context, () -> findOnce(user, context));
  }

  private Optional<Account> findOnce(User user, RequestContext context) {
    Optional<Account> found = userMove.follow(store.find(user, context), context);
    if (found.isEmpty() || found.get().row().isPresent()) {
      return found;
    }
    Optional<User> former = formerNames.of(user);
    if (former.isEmpty()) {
      return found;
    }
    return userMove
        .follow(store.find(former.get(), context), context)
        .map(old -> isThere(old, former.get(), context) ? old : found.get());
  }

  // A pointer may also lead to a name that is not the present one. A deletion that was interrupted
  // leaves previous identities of a user who has no row any more.
  private boolean isThere(Account account, User former, RequestContext context) {
    return account.row().isPresent()
        || !account.user().equals(former)
        || !store.findPrevious(former, context).isEmpty();
  }

  @Override
  public Optional<Account> replace(Account account, RequestContext context) {
    boolean isInserted = account.version().isEmpty() && !account.isBlank();
    return isInserted && !isPointedTo(account.user(), context)
        ? Optional.empty()
        : store.replace(account, context);
  }

  private boolean isPointedTo(User user, RequestContext context) {
    Optional<User> former = formerNames.of(user);
    if (former.isEmpty()) {
      return true;
    }
    Account pointer = Account.blank(former.get()).pointerTo(user.issuer());
    return store.replace(pointer, context).isPresent()
        || store.find(former.get(), context).isAt(Move.Stage.MOVED, user.issuer());
  }

  // The user may have been moved since the previous identity was read, and its copy with them. If
  // the account was not marked after the removal, the copy does not contain the identity.
  @Override
  public void removePrevious(Mapping previous, RequestContext context) {
    store.removePrevious(previous, context);
    Account home = find(previous.user(), context);
    if (!home.user().equals(previous.user())) {
      store.removePrevious(previous.withUser(home.user()), context);
    }
  }

  @Override
  public boolean removeOwner(Mapping mapping, RequestContext context) {
    if (store.removeOwner(mapping, context)) {
      return true;
    }
    User home = find(mapping.user(), context).user();
    return !home.equals(mapping.user()) && store.removeOwner(mapping.withUser(home), context);
  }
}
