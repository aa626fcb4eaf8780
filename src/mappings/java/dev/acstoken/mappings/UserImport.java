package dev.acstoken.mappings;

import com.azure.data.tables.models.TableServiceException;
import dev.acstoken.identity.AcsResource;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.mappings.file.UserRecord;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * Stores users in the table while the endpoint serves. The owner of an identity is stored before
 * the mapping, as the endpoint does, and every write has a condition, so an identity never has two
 * owners and a user never two identities. An interrupted import of a user is completed by importing
 * the user again.
 */
final class UserImport {

  private static final ImportOutcome CHANGING = new ImportOutcome.Rejected(ImportDecision.CHANGING);

  private static final ImportOutcome OWNED =
      new ImportOutcome.Rejected("Another user or guest has the ACS identity.");

  private final OwnerRows owners;
  private final AccountImport accounts;
  private final FormerUsers formerUsers;
  private final PendingIdentities pending;
  private final AcsResource resource;
  private final InstantSource clock;

  // After a user who had been imported before, the next one has probably been, too.
  private volatile boolean expectsExisting;

  UserImport(
      OwnerRows owners,
      AccountImport accounts,
      FormerUsers formerUsers,
      PendingIdentities pending,
      AcsResource resource,
      InstantSource clock) {
    this.owners = owners;
    this.accounts = accounts;
    this.formerUsers = formerUsers;
    this.pending = pending;
    this.resource = resource;
    this.clock = clock;
  }

  /** Stores a user. Fails only if the table does. */
  Mono<ImportOutcome> run(UserRecord line) {
    Optional<Mapping> mapping = line.identity().map(id -> mapping(line, id));
    return formerUsers
        .problemOf(line.user())
        .<ImportOutcome>map(ImportOutcome.Rejected::new)
        .switchIfEmpty(Mono.defer(() -> importUser(line, mapping)))
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

  private static Mono<ImportOutcome> rejectIfBad(TableServiceException e) {
    return e.getResponse() != null && e.getResponse().getStatusCode() == 400
        ? Mono.just(
            new ImportOutcome.Rejected(
                "Table Storage refuses the row (%s)."
                    .formatted(e.getValue() == null ? "400" : e.getValue().getErrorCode())))
        : Mono.error(e);
  }

  private Mono<ImportOutcome> importUser(UserRecord line, Optional<Mapping> mapping) {
    return mapping
        .map(it -> pending.containedRecently(it.communicationUserId()))
        .orElse(Mono.just(false))
        .flatMap(
            isPending ->
                isPending || expectsExisting
                    ? readAndStore(line, mapping, isPending)
                    : store(line, mapping));
  }

  private Mono<ImportOutcome> readAndStore(
      UserRecord line, Optional<Mapping> mapping, boolean isPending) {
    return accounts
        .find(line.user())
        .flatMap(
            stored -> {
              if (stored.isPresent()
                  && accounts.decide(stored.get(), line, mapping)
                      instanceof ImportDecision.Existing) {
                return confirmOwner(mapping);
              }
              return isPending ? storeUnlessPending(line, mapping) : store(line, mapping);
            });
  }

  private Mono<ImportOutcome> storeUnlessPending(UserRecord line, Optional<Mapping> mapping) {
    return pending
        .contains(mapping.orElseThrow().communicationUserId())
        .flatMap(
            isPending ->
                isPending
                    ? Mono.just(new ImportOutcome.Rejected(ImportDecision.PENDING))
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
                    switch (claim) {
                      case NEW -> owners.releaseUnlessHeld(mapping.get()).thenReturn(existing);
                      case EXISTING -> Mono.just(existing);
                      case FOREIGN -> Mono.just(OWNED);
                      case CHANGING -> Mono.just(CHANGING);
                    });
  }

  private Mono<ImportOutcome> store(UserRecord line, Optional<Mapping> mapping) {
    return mapping.isEmpty()
        ? accounts.store(line, mapping)
        : owners
            .claim(mapping.get())
            .flatMap(
                claim ->
                    switch (claim) {
                      case NEW, EXISTING -> storeOwned(line, mapping.get());
                      case FOREIGN -> describeOwned(line);
                      case CHANGING -> owners.releaseUnlessHeld(mapping.get()).thenReturn(CHANGING);
                    });
  }

  // The owner may be the same user under the new name of the issuer.
  private Mono<ImportOutcome> describeOwned(UserRecord line) {
    return accounts
        .find(line.user())
        .map(
            stored ->
                stored
                    .flatMap(ImportDecision::refuseMoved)
                    .<ImportOutcome>map(it -> new ImportOutcome.Rejected(it.reason()))
                    .orElse(OWNED));
  }

  // The line may be corrected before it is imported again, so a rejected one leaves no owner.
  private Mono<ImportOutcome> storeOwned(UserRecord line, Mapping mapping) {
    return accounts
        .store(line, Optional.of(mapping))
        .onErrorResume(TableServiceException.class, UserImport::rejectIfBad)
        .flatMap(
            outcome ->
                outcome instanceof ImportOutcome.Rejected
                    ? owners.releaseUnlessHeld(mapping).thenReturn(outcome)
                    : Mono.just(outcome));
  }
}
