package dev.acstoken.mappings;

import dev.acstoken.azure.table.ScannedRow;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.MappingStore;
import dev.acstoken.identity.Move;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.User;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Gives the rows of a renamed issuer its new name, one row at a time, in any order. A row that has
 * to wait for another row or for the endpoint is found again by the next scan.
 */
final class IssuerRename {

  // The keys of applications that create invitations have such an issuer.
  private static final String APPLICATIONS = "#applications";

  private static final String CHANGED_MEANWHILE = "The row was changed at the same time.";

  private final MappingStore store;
  private final RenameSteps steps;
  private final String former;
  private final String renamed;
  private final Duration gracePeriod;

  /**
   * Creates a rename.
   *
   * @param store the store itself, which finds each user only under the user's own name
   * @param former the old name of the issuer
   * @param renamed the new name of the issuer
   * @param gracePeriod the age from which no request uses a row any more
   */
  IssuerRename(
      MappingStore store, RenameSteps steps, String former, String renamed, Duration gracePeriod) {
    this.store = store;
    this.steps = steps;
    this.former = former;
    this.renamed = renamed;
    this.gracePeriod = gracePeriod;
  }

  /** Returns the issuers that the rows of a rename name. */
  List<String> formerIssuers() {
    return List.of(former, former + APPLICATIONS);
  }

  /** Gives a row the new name, or does whatever else the rename needs. */
  RenameResult apply(ScannedRow row, RequestContext context) {
    ScannedRow.Content content = row.content();
    if (content instanceof ScannedRow.StoredAccount it) {
      return moveAccount(it.account(), context);
    } else if (content instanceof ScannedRow.Owner it) {
      return changeOwner(row, it.user(), context);
    } else if (content instanceof ScannedRow.PreviousIdentity it) {
      return removeCopy(row, it.mapping().user(), context);
    } else if (content instanceof ScannedRow.Entry it) {
      return changeEntry(row, it.change().mapping().user(), context);
    } else if (content instanceof ScannedRow.StoredInvitation it) {
      return changeCreator(row, it.creator());
    } else if (content instanceof ScannedRow.Unreadable it) {
      return RenameResult.unreadable(it.problem());
    }
    return RenameResult.unreadable("The row %s is of another version.".formatted(row.key()));
  }

  private RenameResult moveAccount(Account account, RequestContext context) {
    User user = account.user();
    if (account.isAt(Move.Stage.MOVED, renamed)) {
      return RenameResult.of(RenameResult.Kind.POINTER, user);
    }
    return switch (steps.move(user, context)) {
      case MOVED, MOVED_BEFORE, ABSENT -> RenameResult.of(RenameResult.Kind.MOVED, user);
      case CHANGING ->
          RenameResult.waiting(
              user, "A change of the user has not ended. The endpoint completes it.");
      case CONFLICT -> RenameResult.conflict(user, conflict(account));
    };
  }

  private String conflict(Account account) {
    return account
        .move()
        .filter(move -> move.stage() != Move.Stage.FROM)
        .map(move -> "The user was moved to %s before.".formatted(move.issuer()))
        .orElse("The user has an account under the new name, too.");
  }

  private RenameResult changeOwner(ScannedRow row, User user, RequestContext context) {
    Optional<Mapping> mapping =
        identities(user, context)
            .filter(it -> it.communicationUserId().key().equals(row.key().partition()))
            .findFirst();
    if (mapping.isPresent()) {
      steps.moveOwner(user, mapping.get(), context);
      return RenameResult.of(RenameResult.Kind.CHANGED, user);
    }
    Account account = store.find(user, context);
    return account.row().isPresent() && !account.isAt(Move.Stage.MOVED, renamed)
        ? RenameResult.of(RenameResult.Kind.WITH_ACCOUNT, user)
        : RenameResult.waiting(
            user,
            "The user owns an identity (key %s) that no account has. If a change was interrupted,"
                    .formatted(row.key().partition())
                + " the endpoint completes it.");
  }

  private Stream<Mapping> identities(User user, RequestContext context) {
    User moved = new User(renamed, user.id());
    return Stream.concat(
        store.find(moved, context).mapping().stream(), store.findPrevious(moved, context).stream());
  }

  // The move has copied the previous identities. A request that began before it may use the old
  // ones.
  private RenameResult removeCopy(ScannedRow row, User user, RequestContext context) {
    Account account = store.find(user, context);
    if (!account.isAt(Move.Stage.MOVED, renamed)) {
      return RenameResult.of(RenameResult.Kind.WITH_ACCOUNT, user);
    }
    return account.row().orElseThrow().age().compareTo(gracePeriod) > 0
        ? changed(user, steps.remove(row.key()))
        : RenameResult.waiting(user, "A request may still use the copy of a previous identity.");
  }

  // A request whose entry is changed believes that recovery has taken over, and deletes its
  // identity. Recovery looks for the account under the name in the entry.
  private RenameResult changeEntry(ScannedRow row, User user, RequestContext context) {
    return row.age().compareTo(gracePeriod) > 0
            && store.find(user, context).isAt(Move.Stage.MOVED, renamed)
        ? changed(user, steps.changeIssuer(row.key(), renamed))
        : RenameResult.waiting(
            user, "A change of an identity of the user has not ended. The endpoint completes it.");
  }

  private RenameResult changeCreator(ScannedRow row, User creator) {
    String name = creator.issuer().endsWith(APPLICATIONS) ? renamed + APPLICATIONS : renamed;
    return changed(creator, steps.changeIssuer(row.key(), name));
  }

  private static RenameResult changed(User user, boolean isChanged) {
    return isChanged
        ? RenameResult.of(RenameResult.Kind.CHANGED, user)
        : RenameResult.waiting(user, CHANGED_MEANWHILE);
  }
}
