package dev.acstoken.mappings;

import com.azure.data.tables.models.ListEntitiesOptions;
import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableServiceException;
import com.azure.data.tables.models.TableTransactionAction;
import com.azure.data.tables.models.TableTransactionActionType;
import dev.acstoken.azure.table.TableRows;
import dev.acstoken.identity.AccessPolicy;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.AcsResource;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.PendingChange;
import dev.acstoken.mappings.file.UserRecord;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Stores users in the table while the endpoint serves. The owner of an identity is stored before
 * the mapping, as the endpoint does, and every write has a condition, so an identity never has two
 * owners and a user never two identities. An interrupted import of a user is completed by importing
 * the user again.
 */
final class UserImport {

  private static final int MAX_ATTEMPTS = 5;

  private static final ImportOutcome CHANGING = new ImportOutcome.Rejected(ImportDecision.CHANGING);

  private static final ImportOutcome OWNED =
      new ImportOutcome.Rejected("Another user or guest has the ACS identity.");

  private final BulkTable table;
  private final AcsResource resource;
  private final InstantSource clock;
  private final Set<String> pendingIdentities;
  private final Optional<OverwrittenUsers> overwritten;
  private final TableRows rows = new TableRows();

  // After a user who had been imported before, the next one has probably been, too.
  private volatile boolean expectsExisting;

  /**
   * Creates imports.
   *
   * @param pendingIdentities the keys of the identities that the intent log names
   * @param overwritten records what is overwritten; empty if nothing may be
   */
  UserImport(
      BulkTable table,
      AcsResource resource,
      InstantSource clock,
      Set<String> pendingIdentities,
      Optional<OverwrittenUsers> overwritten) {
    this.table = table;
    this.resource = resource;
    this.clock = clock;
    this.pendingIdentities = pendingIdentities;
    this.overwritten = overwritten;
  }

  /** Stores a user. Fails only if the table does. */
  Mono<ImportOutcome> run(UserRecord line) {
    Optional<Mapping> mapping = line.identity().map(id -> mapping(line, id));
    if (mapping.filter(it -> pendingIdentities.contains(key(it))).isPresent()) {
      return Mono.just(
          new ImportOutcome.Rejected(
              "A change of the identity has not ended. Run the import again in some minutes."));
    }
    return Mono.defer(() -> attempt(line, mapping, 1))
        .onErrorResume(TableServiceException.class, UserImport::rejectIfBad)
        .onErrorResume(
            ServiceException.class,
            e ->
                Mono.just(
                    new ImportOutcome.Rejected(
                        "The stored row cannot be read, because a later version may have written"
                            + " it.")))
        .doOnNext(
            outcome -> {
              if (!(outcome instanceof ImportOutcome.Rejected)) {
                expectsExisting = outcome instanceof ImportOutcome.Existing;
              }
            });
  }

  private Mapping mapping(UserRecord line, CommunicationUserId id) {
    return Mapping.active(
        line.user(),
        id,
        resource.endpoint(),
        line.createdOn().orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.MILLIS)));
  }

  private static String key(Mapping mapping) {
    return mapping.communicationUserId().key();
  }

  private static Mono<ImportOutcome> rejectIfBad(TableServiceException e) {
    return e.getResponse() != null && e.getResponse().getStatusCode() == 400
        ? Mono.just(
            new ImportOutcome.Rejected(
                "Table Storage refuses the row (%s)."
                    .formatted(e.getValue() == null ? "400" : e.getValue().getErrorCode())))
        : Mono.error(e);
  }

  private Mono<ImportOutcome> attempt(UserRecord line, Optional<Mapping> mapping, int number) {
    if (number > MAX_ATTEMPTS) {
      return Mono.just(CHANGING);
    }
    Mono<ImportOutcome> attempt =
        expectsExisting ? readAndStore(line, mapping) : insert(line, mapping);
    return attempt.switchIfEmpty(Mono.defer(() -> attempt(line, mapping, number + 1)));
  }

  private Mono<ImportOutcome> readAndStore(UserRecord line, Optional<Mapping> mapping) {
    return find(line.user())
        .flatMap(
            stored ->
                stored
                        .filter(it -> decide(it, line, mapping) instanceof ImportDecision.Existing)
                        .isPresent()
                    ? restoreOwner(mapping)
                    : insert(line, mapping));
  }

  private Mono<ImportOutcome> restoreOwner(Optional<Mapping> mapping) {
    return mapping.isEmpty()
        ? Mono.just(new ImportOutcome.Existing())
        : owner(mapping.get())
            .flatMap(
                row ->
                    row.isEmpty()
                        ? table
                            .insert(rows.owner(mapping.get()))
                            .flatMap(
                                isNew ->
                                    isNew ? Mono.just(new ImportOutcome.Existing()) : Mono.empty())
                        : Mono.just(
                            isOwn(row.get(), mapping.get())
                                ? new ImportOutcome.Existing()
                                : OWNED));
  }

  // Empty if a concurrent change was met, so that the attempt has to be repeated.
  private Mono<ImportOutcome> insert(UserRecord line, Optional<Mapping> mapping) {
    return mapping.isEmpty()
        ? insertAccount(line, mapping)
        : table
            .insert(rows.owner(mapping.get()))
            .flatMap(
                isNew ->
                    isNew
                        ? insertOwned(line, mapping.get())
                        : owner(mapping.get())
                            .flatMap(row -> Mono.justOrEmpty(row))
                            .flatMap(
                                row ->
                                    isOwn(row, mapping.get())
                                        ? insertOwned(line, mapping.get())
                                        : Mono.just(OWNED)));
  }

  private Mono<ImportOutcome> insertOwned(UserRecord line, Mapping mapping) {
    return insertAccount(line, Optional.of(mapping))
        .flatMap(
            outcome ->
                outcome instanceof ImportOutcome.Rejected
                    ? releaseUnlessHeld(mapping).thenReturn(outcome)
                    : Mono.just(outcome));
  }

  private boolean isOwn(TableEntity owner, Mapping mapping) {
    return rows.readOwner(owner).equals(mapping.user());
  }

  private Mono<Optional<TableEntity>> owner(Mapping mapping) {
    return table.read(key(mapping), TableRows.OWNER);
  }

  private Mono<ImportOutcome> insertAccount(UserRecord line, Optional<Mapping> mapping) {
    Account account =
        new Account(
            line.user(),
            mapping,
            line.policy().<AccessPolicy>map(it -> it).orElse(AccessPolicy.INHERITED),
            Optional.empty());
    return table
        .insert(rows.account(account))
        .flatMap(
            isNew -> isNew ? Mono.just(new ImportOutcome.Imported()) : reconcile(line, mapping));
  }

  private Mono<Optional<Account>> find(User user) {
    return table.read(user.key(), TableRows.ACCOUNT).map(row -> row.map(rows::readAccount));
  }

  private ImportDecision decide(Account stored, UserRecord line, Optional<Mapping> mapping) {
    return ImportDecision.of(stored, line, mapping, overwritten.isPresent());
  }

  private Mono<ImportOutcome> reconcile(UserRecord line, Optional<Mapping> mapping) {
    return find(line.user())
        .flatMap(
            stored -> {
              if (stored.isEmpty()) {
                return Mono.empty();
              }
              ImportDecision decision = decide(stored.get(), line, mapping);
              if (decision instanceof ImportDecision.Refused refused) {
                return Mono.just(new ImportOutcome.Rejected(refused.reason()));
              }
              return decision instanceof ImportDecision.Changed change
                  ? change(stored.get(), change)
                  : Mono.just(new ImportOutcome.Existing());
            });
  }

  private Mono<ImportOutcome> change(Account stored, ImportDecision.Changed decision) {
    Account changed = decision.changed();
    if (decision.isOverwriting()) {
      overwritten.orElseThrow().record(stored);
    }
    Mono<Void> entry = decision.isNarrower() ? recordRevocation(changed) : Mono.empty();
    return entry
        .then(Mono.defer(() -> store(stored, changed)))
        .flatMap(isStored -> isStored ? finish(stored, changed) : Mono.empty())
        .map(
            any ->
                decision.isOverwriting()
                    ? new ImportOutcome.Overwritten()
                    : new ImportOutcome.Imported());
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

  private Mono<Boolean> store(Account stored, Account changed) {
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
  private Mono<Boolean> finish(Account stored, Account changed) {
    return changed
        .mapping()
        .filter(it -> !stored.hasIdentity(it))
        .map(mapping -> table.insert(rows.owner(mapping)))
        .orElse(Mono.just(true));
  }

  // The owner is stored, but the user cannot have the identity. Another program may give it to the
  // user meanwhile, and the owner is stored again then.
  private Mono<Boolean> releaseUnlessHeld(Mapping mapping) {
    return isHeld(mapping)
        .flatMap(
            isHeld ->
                isHeld
                    ? Mono.just(true)
                    : owner(mapping)
                        .flatMap(row -> Mono.justOrEmpty(row))
                        .filter(row -> isOwn(row, mapping))
                        .flatMap(table::delete)
                        .then(isHeld(mapping))
                        .flatMap(
                            isHeldNow ->
                                isHeldNow ? table.insert(rows.owner(mapping)) : Mono.just(true)));
  }

  // An identity that is being deleted needs no owner any more.
  private Mono<Boolean> isHeld(Mapping mapping) {
    return find(mapping.user())
        .flatMap(
            account ->
                account.filter(it -> it.hasIdentity(mapping)).isPresent()
                    ? Mono.just(!account.orElseThrow().isDeleting())
                    : table
                        .read(mapping.user().key(), rows.previousIdentity(mapping).getRowKey())
                        .map(Optional::isPresent));
  }

  /** Reads the keys of the identities that the intent log names. */
  static Mono<Set<String>> pendingIdentities(BulkTable table) {
    return Flux.fromIterable(TableRows.intentLogPartitions())
        .concatMap(
            partition ->
                table.list(
                    new ListEntitiesOptions()
                        .setFilter("PartitionKey eq '%s'".formatted(partition))))
        .map(TableRows::identityKeyOfPendingChange)
        .collect(Collectors.toSet());
  }
}
