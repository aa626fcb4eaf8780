package dev.acstoken.mappings;

import dev.acstoken.azure.table.ScannedRow;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.MappingStore;
import dev.acstoken.identity.Move;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.User;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Gives the rows of a renamed issuer its new name, one row at a time, in any order. A row that has
 * to wait for another row or for the endpoint is found again by the next scan.
 */
final class IssuerRename {

  private final MappingStore store;
  private final RenameSteps steps;
  private final IssuerNames names;
  private final Duration gracePeriod;

  /**
   * Creates a rename.
   *
   * @param store the store itself, which finds each user only under the user's own name
   * @param names the old and the new name of the issuer
   * @param gracePeriod the age from which no request uses a row any more
   */
  IssuerRename(MappingStore store, RenameSteps steps, IssuerNames names, Duration gracePeriod) {
    this.store = store;
    this.steps = steps;
    this.names = names;
    this.gracePeriod = gracePeriod;
  }

  /** Gives a row the new name, or does whatever else the rename needs. */
  RenameResult apply(ScannedRow row, RequestContext context) {
    ScannedRow.Content content = row.content();
    if (content instanceof ScannedRow.StoredAccount it) {
      return apply(it.account().user(), renamed -> moveAccount(it.account(), renamed, context));
    } else if (content instanceof ScannedRow.Owner it) {
      return apply(it.user(), renamed -> changeOwner(row, it.user(), renamed, context));
    } else if (content instanceof ScannedRow.PreviousIdentity it) {
      User user = it.mapping().user();
      return apply(user, renamed -> removeCopy(row, user, renamed, context));
    } else if (content instanceof ScannedRow.Entry it) {
      User user = it.change().mapping().user();
      return apply(user, renamed -> changeEntry(row, user, renamed, context));
    } else if (content instanceof ScannedRow.StoredInvitation it) {
      return apply(it.creator(), renamed -> changeIssuer(row, it.creator(), renamed));
    } else if (content instanceof ScannedRow.Unreadable it) {
      return RenameResult.unreadable(it.problem());
    }
    return RenameResult.unreadable("The row %s is of another version.".formatted(row.key()));
  }

  private RenameResult apply(User user, Function<String, RenameResult> change) {
    return names.of(user).map(change).orElseGet(() -> RenameResult.unchanged(user));
  }

  private RenameResult moveAccount(Account account, String renamed, RequestContext context) {
    User user = account.user();
    if (account.isAt(Move.Stage.MOVED, renamed)) {
      return RenameResult.of(RenameResult.Kind.POINTER, user);
    }
    return switch (steps.move(user, renamed, context)) {
      case MOVED, MOVED_BEFORE -> RenameResult.of(RenameResult.Kind.MOVED, user);
      case ABSENT -> RenameResult.unchanged(user);
      case CHANGING ->
          RenameResult.waiting(
              user, "A change of the user has not ended. The endpoint completes it.");
      case CONFLICT -> RenameResult.conflict(user, conflict(account));
    };
  }

  private static String conflict(Account account) {
    return account
        .move()
        .filter(move -> move.stage() != Move.Stage.FROM)
        .map(move -> "The user was moved to %s before.".formatted(move.issuer()))
        .orElse("The user has an account under the new name, too.");
  }

  private RenameResult changeOwner(
      ScannedRow row, User user, String renamed, RequestContext context) {
    Account account = store.find(user, context);
    if (account.row().isPresent() && !account.isAt(Move.Stage.MOVED, renamed)) {
      return RenameResult.withAccount(user);
    }
    Optional<Mapping> mapping =
        identities(new User(renamed, user.id()), context)
            .filter(it -> it.communicationUserId().key().equals(row.key().partition()))
            .findFirst();
    if (mapping.isEmpty()) {
      return RenameResult.waiting(
          user,
          "The user owns an identity (key %s) that no account has. If a change was interrupted, the endpoint completes it."
              .formatted(row.key().partition()));
    }
    steps.moveOwner(user, mapping.get(), context);
    return RenameResult.of(RenameResult.Kind.CHANGED, user);
  }

  // The query for previous identities is made only if it is needed.
  private Stream<Mapping> identities(User user, RequestContext context) {
    return Stream.<Supplier<Stream<Mapping>>>of(
            () -> store.find(user, context).mapping().stream(),
            () -> store.findPrevious(user, context).stream())
        .flatMap(Supplier::get);
  }

  // The move has copied the previous identities. A request that began before it may use the old
  // ones.
  private RenameResult removeCopy(
      ScannedRow row, User user, String renamed, RequestContext context) {
    Account account = store.find(user, context);
    if (account.row().isEmpty()) {
      return RenameResult.waiting(
          user,
          "The user has a previous identity (row %s/%s) and no account."
              .formatted(row.key().partition(), row.key().row()));
    }
    if (!account.isAt(Move.Stage.MOVED, renamed)) {
      return RenameResult.withAccount(user);
    }
    return account.row().orElseThrow().age().compareTo(gracePeriod) > 0
        ? changed(user, steps.remove(row.key()))
        : RenameResult.waiting(user, "A request may still use the copy of a previous identity.");
  }

  // A request whose entry is changed believes that recovery has taken over, and deletes its
  // identity. Recovery looks for the account under the name in the entry.
  private RenameResult changeEntry(
      ScannedRow row, User user, String renamed, RequestContext context) {
    return row.age().compareTo(gracePeriod) > 0
            && store.find(user, context).isAt(Move.Stage.MOVED, renamed)
        ? changeIssuer(row, user, renamed)
        : RenameResult.waiting(
            user, "A change of an identity of the user has not ended. The endpoint completes it.");
  }

  private RenameResult changeIssuer(ScannedRow row, User user, String renamed) {
    return changed(user, steps.changeIssuer(row.key(), renamed));
  }

  private static RenameResult changed(User user, boolean isChanged) {
    return isChanged
        ? RenameResult.of(RenameResult.Kind.CHANGED, user)
        : RenameResult.waiting(user, "The row was changed at the same time.");
  }
}
