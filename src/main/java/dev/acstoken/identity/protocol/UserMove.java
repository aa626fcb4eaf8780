package dev.acstoken.identity.protocol;

import dev.acstoken.identity.Account;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.MappingStore;
import dev.acstoken.identity.Move;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.User;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Moves users whose issuer was renamed from the key with the old name to the key with the new one.
 * The account is marked first, so that nothing else changes it. Then the owner of the user's
 * identities is changed, the account is copied together with the previous identities, and the old
 * row becomes a pointer. At any time one of the two rows decides, and a request that reads a marked
 * account completes the move.
 *
 * <p>A copy keeps the mark of its origin, so its row never disappears, and a late attempt to copy
 * the account again fails.
 */
public final class UserMove {

  // Table Storage writes at most 100 rows in one transaction: the account and the copies, and it
  // deletes as many dead copies.
  private static final int MAX_PREVIOUS = 49;

  // An issuer is hardly ever renamed twice.
  private static final int MAX_POINTERS = 10;

  private final MappingStore store;

  /**
   * Creates moves in a store.
   *
   * @param store the store itself, which finds each user only under the user's own name
   */
  public UserMove(MappingStore store) {
    this.store = store;
  }

  /**
   * Moves a user, if another change does not forbid it. After a failure, repeat the call. An
   * endpoint that reads the account completes the move as well.
   *
   * @param user the user under the old name of the issuer
   * @param issuer the new name of the issuer
   * @throws ServiceException if the store fails
   */
  public Outcome move(User user, String issuer, RequestContext context) {
    Account account = store.find(user, context);
    Outcome expected = expect(account, issuer, context);
    if (expected == Outcome.CONFLICT && !isPointer(account)) {
      restoreOwners(account, new User(issuer, user.id()), context);
    }
    if (expected != Outcome.MOVED) {
      return expected;
    }
    if (account.isAt(Move.Stage.MOVING, issuer)) {
      return complete(account, context);
    }
    if (!hasArrived(account, context)) {
      return Outcome.CHANGING;
    }
    return store
        .replace(account.withMove(new Move(Move.Stage.MOVING, issuer)), context)
        .map(marked -> complete(marked, context))
        .orElse(Outcome.CHANGING);
  }

  /**
   * Returns the outcome that {@link #move} would have now, without changing anything.
   *
   * @throws ServiceException if the store fails
   */
  public Outcome expect(User user, String issuer, RequestContext context) {
    return expect(store.find(user, context), issuer, context);
  }

  private Outcome expect(Account account, String issuer, RequestContext context) {
    User user = account.user();
    if (account.row().isEmpty()) {
      return Outcome.ABSENT;
    }
    if (account.isAt(Move.Stage.MOVED, issuer)) {
      return Outcome.MOVED_BEFORE;
    }
    if (account.isAt(Move.Stage.MOVING, issuer)) {
      return Outcome.MOVED;
    }
    if (account.move().filter(move -> move.stage() != Move.Stage.FROM).isPresent()) {
      return Outcome.CONFLICT;
    }
    if (account.isChanging()) {
      return Outcome.CHANGING;
    }
    Account target = store.find(new User(issuer, user.id()), context);
    if (target.isAt(Move.Stage.FROM, user.issuer())) {
      return Outcome.CHANGING;
    }
    return mayReplace(target, user) && store.findPrevious(user, context).size() <= MAX_PREVIOUS
        ? Outcome.MOVED
        : Outcome.CONFLICT;
  }

  // The mark of the origin shows that an earlier move has copied the account. That move has to be
  // complete before the mark is replaced.
  private boolean hasArrived(Account account, RequestContext context) {
    return account
        .move()
        .map(move -> store.find(move.of(account.user()), context))
        .filter(origin -> origin.isAt(Move.Stage.MOVING, account.user().issuer()))
        .map(origin -> complete(origin, context) == Outcome.MOVED)
        .orElse(true);
  }

  /**
   * Completes the move of a marked account. Several callers may do so at once, and every step may
   * be repeated. The previous identities stay in the old partition, where nothing reads them any
   * more except requests that began before the move.
   *
   * @param account the account as it was read, with the mark {@link Move.Stage#MOVING}
   * @return {@link Outcome#MOVED}; {@link Outcome#CONFLICT} if the user has an account under the
   *     new name, so that the mark was removed again; {@link Outcome#CHANGING} if another caller
   *     was faster
   */
  Outcome complete(Account account, RequestContext context) {
    String issuer = account.move().orElseThrow().issuer();
    User user = account.user();
    Account target = store.find(new User(issuer, user.id()), context);
    boolean isCopied = target.isAt(Move.Stage.FROM, user.issuer());
    if (!isCopied && !mayReplace(target, user)) {
      return undo(account, target.user(), context);
    }
    if (!isStillMarked(account, target, context)) {
      return Outcome.CHANGING;
    }
    List<Mapping> previous = store.findPrevious(user, context);
    moveOwners(account, previous, user, target.user(), context);
    if (!isCopied && !copy(account, target, previous, context)) {
      return Outcome.CHANGING;
    }
    return store.replace(account.pointerTo(issuer), context).isPresent()
        ? Outcome.MOVED
        : Outcome.CHANGING;
  }

  // If the target is a pointer, the user may have been moved and moved back since the account was
  // read. Otherwise there is no target before the first move, and a late insert of a copy fails.
  private boolean isStillMarked(Account account, Account target, RequestContext context) {
    return !target.isAt(Move.Stage.MOVED, account.user().issuer())
        || store.find(account.user(), context).equals(account);
  }

  private void moveOwners(
      Account account, List<Mapping> previous, User from, User to, RequestContext context) {
    Stream.concat(account.mapping().stream(), previous.stream())
        .forEach(mapping -> store.moveOwner(from, mapping.withUser(to), context));
  }

  private boolean copy(
      Account account, Account target, List<Mapping> previous, RequestContext context) {
    List<Mapping> copies =
        previous.stream().map(mapping -> mapping.withUser(target.user())).toList();
    return store.storeCopy(account, account.movedTo(target), copies, context);
  }

  // The other account may have disappeared meanwhile, and then the move goes on.
  private Outcome undo(Account account, User target, RequestContext context) {
    User user = account.user();
    Account found = store.find(target, context);
    if (mayReplace(found, user) || found.isAt(Move.Stage.FROM, user.issuer())) {
      return Outcome.CHANGING;
    }
    Optional<Account> unmarked = store.replace(account.withoutMove(), context);
    unmarked.ifPresent(restored -> restoreOwners(restored, target, context));
    return unmarked.isPresent() ? Outcome.CONFLICT : Outcome.CHANGING;
  }

  private static boolean isPointer(Account account) {
    return account.move().filter(move -> move.stage() == Move.Stage.MOVED).isPresent();
  }

  // An attempt of the move may have changed the owners before it was undone.
  private void restoreOwners(Account account, User target, RequestContext context) {
    User user = account.user();
    moveOwners(account, store.findPrevious(user, context), target, user, context);
  }

  // A pointer back to the old name is left by an earlier move in the other direction.
  private static boolean mayReplace(Account target, User user) {
    return target.row().isEmpty() || target.isAt(Move.Stage.MOVED, user.issuer());
  }

  /**
   * Follows the account to the name under which its user is stored, and completes a move that has
   * begun.
   *
   * @return empty if another caller was faster, so that the account has to be read again
   * @throws ServiceException with {@link ErrorCode#STORAGE_UNAVAILABLE} if the pointers lead
   *     nowhere
   */
  Optional<Account> follow(Account account, RequestContext context) {
    Account found = account;
    for (int pointers = 0; pointers <= MAX_POINTERS; pointers++) {
      Optional<Move> move = found.move().filter(it -> it.stage() != Move.Stage.FROM);
      if (move.isEmpty()) {
        return Optional.of(found);
      }
      if (move.get().stage() == Move.Stage.MOVING) {
        var unused = complete(found, context);
        return Optional.empty();
      }
      found = store.find(move.get().of(found.user()), context);
    }
    throw new ServiceException(ErrorCode.STORAGE_UNAVAILABLE, "The user cannot be found.")
        .withLogMessage(
            "The pointers of %s to the names of renamed issuers lead nowhere. Instances with opposite"
                    .formatted(account.user())
                + " values of previousIssuer may have created them.");
  }

  /** The result of {@link #move}. */
  public enum Outcome {
    /** The user was moved. */
    MOVED,
    /** The user had been moved before. */
    MOVED_BEFORE,
    /** Nothing is stored under the old name. */
    ABSENT,
    /** Another change has not ended, or was faster. Repeat the move later. */
    CHANGING,
    /**
     * The user has an account under the new name, is being moved to another name, or has too many
     * previous identities.
     */
    CONFLICT
  }
}
