package dev.acstoken.mappings;

import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableTransactionAction;
import com.azure.data.tables.models.TableTransactionActionType;
import dev.acstoken.azure.table.TableRows;
import dev.acstoken.identity.AccessPolicy;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.AcsResource;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.PendingChange;
import dev.acstoken.mappings.file.UserRecord;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Stores accounts in the table, in which the owners of their identities are already. */
final class AccountImport {

  private static final int MAX_ATTEMPTS = 5;

  private static final ImportOutcome CHANGING = new ImportOutcome.Rejected(ImportDecision.CHANGING);

  private final BulkTable table;
  private final OwnerRows owners;
  private final PendingIdentities pending;
  private final AcsResource resource;
  private final Optional<OverwrittenUsers> overwritten;
  private final TableRows rows = new TableRows();

  /**
   * Creates imports.
   *
   * @param overwritten records what is overwritten; empty if nothing may be
   */
  AccountImport(
      BulkTable table,
      OwnerRows owners,
      PendingIdentities pending,
      AcsResource resource,
      Optional<OverwrittenUsers> overwritten) {
    this.table = table;
    this.owners = owners;
    this.pending = pending;
    this.resource = resource;
    this.overwritten = overwritten;
  }

  Mono<Optional<Account>> find(User user) {
    return table.read(user.key(), TableRows.ACCOUNT).map(row -> row.map(rows::readAccount));
  }

  ImportDecision decide(Account stored, UserRecord line, Optional<Mapping> mapping) {
    return ImportDecision.of(stored, line, mapping, resource, overwritten.isPresent());
  }

  /** Stores what a line says. */
  Mono<ImportOutcome> store(UserRecord line, Optional<Mapping> mapping) {
    return Mono.defer(() -> new Attempts(line, mapping).next());
  }

  // The endpoint revokes the tokens: when it reads the marked mapping, or when its recovery finds
  // the entry.
  private Mono<Void> recordRevocation(Account changed) {
    return changed
        .mapping()
        .map(mapping -> table.upsert(rows.pendingChange(PendingChange.Kind.POLICY, mapping)))
        .orElseGet(
            () ->
                table
                    .list(rows.previousIdentitiesOf(changed.user()))
                    .next()
                    .map(rows::readPreviousIdentity)
                    .flatMap(
                        previous ->
                            table.upsert(
                                rows.pendingChange(PendingChange.Kind.REVOCATION, previous))));
  }

  private Mono<Boolean> replace(Account stored, Account changed) {
    boolean isReplaced = stored.mapping().filter(it -> !changed.hasIdentity(it)).isPresent();
    TableEntity row = rows.account(changed);
    return isReplaced
        ? table.submit(
            List.of(
                new TableTransactionAction(TableTransactionActionType.UPDATE_REPLACE, row, true),
                new TableTransactionAction(
                    TableTransactionActionType.UPSERT_MERGE,
                    rows.previousIdentity(stored.mapping().orElseThrow()))))
        : table.update(row);
  }

  // Another import, which may not overwrite, may have removed the owner that it had stored before.
  // A previous identity that becomes the current one remains a previous one, as with an adoption.
  private Mono<Boolean> restoreOwner(Account stored, Account changed) {
    return newMapping(stored, changed)
        .map(mapping -> owners.claim(mapping).thenReturn(true))
        .orElse(Mono.just(true));
  }

  private static Optional<Mapping> newMapping(Account stored, Account changed) {
    return changed.mapping().filter(it -> !stored.hasIdentity(it));
  }

  /** The attempts to store a line, of which each ends when it meets a concurrent change. */
  private final class Attempts {

    private final UserRecord line;
    private final Optional<Mapping> mapping;
    private int left = MAX_ATTEMPTS;
    private @Nullable UserRecord recorded;

    Attempts(UserRecord line, Optional<Mapping> mapping) {
      this.line = line;
      this.mapping = mapping;
    }

    Mono<ImportOutcome> next() {
      return left-- == 0
          ? Mono.just(CHANGING)
          : insert()
              .flatMap(isNew -> isNew ? Mono.just(new ImportOutcome.Imported()) : reconcile())
              .switchIfEmpty(Mono.defer(this::next));
    }

    private Mono<Boolean> insert() {
      return table.insert(
          rows.account(
              new Account(
                  line.user(),
                  mapping,
                  line.policy().<AccessPolicy>map(it -> it).orElse(AccessPolicy.INHERITED),
                  Optional.empty())));
    }

    private Mono<ImportOutcome> reconcile() {
      return find(line.user())
          .flatMap(stored -> Mono.justOrEmpty(stored))
          .flatMap(
              stored -> {
                ImportDecision decision = decide(stored, line, mapping);
                if (decision instanceof ImportDecision.Refused refused) {
                  return Mono.just(new ImportOutcome.Rejected(refused.reason()));
                }
                return decision instanceof ImportDecision.Changed change
                    ? changeUnlessPending(stored, change)
                    : Mono.just(alreadyStored());
              });
    }

    // An attempt whose response was lost has stored it.
    private ImportOutcome alreadyStored() {
      return recorded == null ? new ImportOutcome.Existing() : new ImportOutcome.Overwritten();
    }

    // A previous identity of the user may be being deleted.
    private Mono<ImportOutcome> changeUnlessPending(
        Account stored, ImportDecision.Changed decision) {
      return newMapping(stored, decision.changed())
          .map(it -> pending.contains(it.communicationUserId()))
          .orElse(Mono.just(false))
          .flatMap(
              isPending ->
                  isPending
                      ? Mono.just(new ImportOutcome.Rejected(ImportDecision.PENDING))
                      : change(stored, decision));
    }

    private Mono<ImportOutcome> change(Account stored, ImportDecision.Changed decision) {
      if (decision.isOverwriting() && !record(stored)) {
        return Mono.just(CHANGING);
      }
      Account changed = decision.changed();
      Mono<Void> entry = decision.isNarrower() ? recordRevocation(changed) : Mono.empty();
      return entry
          .then(Mono.defer(() -> replace(stored, changed)))
          .flatMap(isStored -> isStored ? restoreOwner(stored, changed) : Mono.empty())
          .map(
              any ->
                  decision.isOverwriting()
                      ? new ImportOutcome.Overwritten()
                      : new ImportOutcome.Imported());
    }

    // Returns false if something else was recorded for the user, who can be recorded only once.
    private boolean record(Account stored) {
      UserRecord former = OverwrittenUsers.describe(stored);
      if (recorded == null) {
        overwritten.orElseThrow().record(former);
        recorded = former;
      }
      return former.equals(recorded);
    }
  }
}
