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

  private final BulkTable table;
  private final OwnerRows owners;
  private final FormerUsers formerUsers;
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
      OwnerRows owners,
      FormerUsers formerUsers,
      AcsResource resource,
      InstantSource clock,
      Set<String> pendingIdentities,
      Optional<OverwrittenUsers> overwritten) {
    this.table = table;
    this.owners = owners;
    this.formerUsers = formerUsers;
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
    return formerUsers
        .problemOf(line.user())
        .<ImportOutcome>map(ImportOutcome.Rejected::new)
        .switchIfEmpty(
            Mono.defer(() -> expectsExisting ? readAndStore(line, mapping) : store(line, mapping)))
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

  private Mono<ImportOutcome> readAndStore(UserRecord line, Optional<Mapping> mapping) {
    return find(line.user())
        .flatMap(
            stored ->
                stored.isPresent()
                        && decide(stored.get(), line, mapping) instanceof ImportDecision.Existing
                    ? confirmOwner(mapping)
                    : store(line, mapping));
  }

  // The identity may have been deleted since the account was read.
  private Mono<ImportOutcome> confirmOwner(Optional<Mapping> mapping) {
    ImportOutcome existing = new ImportOutcome.Existing();
    return mapping.isEmpty()
        ? Mono.just(existing)
        : owners
            .check(mapping.get())
            .flatMap(
                claim ->
                    claim == OwnerRows.Claim.NEW
                        ? owners.releaseUnlessHeld(mapping.get()).thenReturn(existing)
                        : Mono.just(problemOf(claim).orElse(existing)));
  }

  private Mono<ImportOutcome> store(UserRecord line, Optional<Mapping> mapping) {
    return mapping.isEmpty()
        ? storeAccount(line, mapping, 1)
        : owners
            .claim(mapping.get())
            .flatMap(
                claim ->
                    problemOf(claim).map(Mono::just).orElseGet(() -> storeOwned(line, mapping)));
  }

  // The line may be corrected before it is imported again, so a rejected one leaves no owner.
  private Mono<ImportOutcome> storeOwned(UserRecord line, Optional<Mapping> mapping) {
    return storeAccount(line, mapping, 1)
        .onErrorResume(TableServiceException.class, UserImport::rejectIfBad)
        .flatMap(
            outcome ->
                outcome instanceof ImportOutcome.Rejected
                    ? owners.releaseUnlessHeld(mapping.orElseThrow()).thenReturn(outcome)
                    : Mono.just(outcome));
  }

  private static Optional<ImportOutcome> problemOf(OwnerRows.Claim claim) {
    return switch (claim) {
      case NEW, EXISTING -> Optional.empty();
      case FOREIGN ->
          Optional.of(new ImportOutcome.Rejected("Another user or guest has the ACS identity."));
      case CHANGING -> Optional.of(CHANGING);
    };
  }

  private Mono<ImportOutcome> storeAccount(
      UserRecord line, Optional<Mapping> mapping, int attempt) {
    return attempt > MAX_ATTEMPTS
        ? Mono.just(CHANGING)
        : insertAccount(line, mapping)
            .switchIfEmpty(Mono.defer(() -> storeAccount(line, mapping, attempt + 1)));
  }

  // Empty if a concurrent change was met, so that the attempt has to be repeated.
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
        .then(Mono.defer(() -> replace(stored, changed)))
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
  private Mono<Boolean> finish(Account stored, Account changed) {
    return changed
        .mapping()
        .filter(it -> !stored.hasIdentity(it))
        .map(mapping -> owners.claim(mapping).thenReturn(true))
        .orElse(Mono.just(true));
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
