package dev.acstoken.mappings;

import com.azure.core.http.rest.Response;
import com.azure.data.tables.models.TableEntity;
import dev.acstoken.azure.table.TableRows;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.Move;
import dev.acstoken.identity.User;
import java.time.Duration;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * The owners of identities, as an import stores them. Every write has a condition.
 *
 * <p>An import stores the owner first, so an interrupted one may leave an owner to whom the
 * identity is not mapped. It is in nobody's way if the line is imported again. If the line names
 * another user by then, that user becomes the owner.
 */
final class OwnerRows {

  // The issuer of guests and applications begins or ends with it.
  private static final String NUMBER_SIGN = "#";

  private static final int MAX_ATTEMPTS = 3;

  private final BulkTable table;
  private final Duration gracePeriod;
  private final TableRows rows = new TableRows();

  /**
   * Creates the owners in a table.
   *
   * @param gracePeriod the age from which no request that has written a row is in progress
   */
  OwnerRows(BulkTable table, Duration gracePeriod) {
    this.table = table;
    this.gracePeriod = gracePeriod;
  }

  /**
   * Makes the user of a mapping the owner of the identity. The row is written in any case, so that
   * no other import takes it for a left-over, and a program that is about to remove it does not.
   */
  Mono<Claim> claim(Mapping mapping) {
    return table
        .insert(rows.owner(mapping))
        .flatMap(isNew -> isNew ? Mono.just(Claim.NEW) : check(mapping))
        .flatMap(
            claim ->
                claim == Claim.EXISTING ? writeAgain(mapping, MAX_ATTEMPTS) : Mono.just(claim));
  }

  // An attempt whose response was lost has changed the version.
  private Mono<Claim> writeAgain(Mapping mapping, int attempts) {
    return attempts == 0
        ? Mono.just(Claim.CHANGING)
        : find(mapping)
            .flatMap(Mono::justOrEmpty)
            .filter(row -> ownerIn(row).equals(mapping.user()))
            .flatMap(row -> table.touch(rows.otherOwner(row.getValue(), mapping)))
            .flatMap(
                isWritten ->
                    isWritten ? Mono.just(Claim.EXISTING) : writeAgain(mapping, attempts - 1))
            .defaultIfEmpty(Claim.CHANGING);
  }

  /** Does the same for a user to whom the identity is mapped, and expects to find the owner. */
  Mono<Claim> check(Mapping mapping) {
    return find(mapping)
        .flatMap(
            row -> {
              if (row.isEmpty()) {
                return table
                    .insert(rows.owner(mapping))
                    .map(isNew -> isNew ? Claim.NEW : Claim.CHANGING);
              }
              return ownerIn(row.get()).equals(mapping.user())
                  ? Mono.just(Claim.EXISTING)
                  : replaceLeftOver(row.get(), mapping);
            });
  }

  private Mono<Optional<Response<TableEntity>>> find(Mapping mapping) {
    return table.readWithResponse(mapping.communicationUserId().key(), TableRows.OWNER);
  }

  private User ownerIn(Response<TableEntity> row) {
    return rows.readOwner(row.getValue());
  }

  // A request that stores an owner has an entry in the intent log, until it has stored the mapping
  // or has ended. So an old owner without a mapping and without an entry is a left-over.
  //
  // An adoption or another import for that owner may begin meanwhile. It writes the owner again
  // before it completes the mapping, so either the row has another version then, or it finds the
  // new owner and gives up.
  private Mono<Claim> replaceLeftOver(Response<TableEntity> row, Mapping mapping) {
    Mapping former = mapping.withUser(ownerIn(row));
    if (former.user().issuer().contains(NUMBER_SIGN)
        || TableRows.ageOf(row).compareTo(gracePeriod) <= 0) {
      return Mono.just(Claim.FOREIGN);
    }
    return isFree(former)
        .flatMap(
            isFree ->
                isFree
                    ? table
                        .update(rows.otherOwner(row.getValue(), mapping))
                        .map(isReplaced -> isReplaced ? Claim.NEW : Claim.CHANGING)
                    : Mono.just(Claim.FOREIGN));
  }

  // The whole table is read last but one, because few owners come so far. A move changes the owner
  // before it copies the account to the owner's key, and the query finds the original. If the move
  // ends during the query, the account is there afterwards.
  private Mono<Boolean> isFree(Mapping former) {
    return isUnused(former)
        .flatMap(isUnused -> isUnused ? isNamed(former).map(isNamed -> !isNamed) : Mono.just(false))
        .flatMap(isUnnamed -> isUnnamed ? isUnused(former) : Mono.just(false));
  }

  private Mono<Boolean> isNamed(Mapping mapping) {
    return table.list(TableRows.naming(mapping.communicationUserId())).hasElements();
  }

  private Mono<Boolean> isUnused(Mapping mapping) {
    return account(mapping)
        .map(account -> account.filter(it -> isMoved(it) || it.hasIdentity(mapping)).isEmpty());
  }

  private static boolean isMoved(Account account) {
    return account.move().filter(move -> move.stage() != Move.Stage.FROM).isPresent();
  }

  /**
   * Removes the user of a mapping as the owner, because the user cannot have the identity. Does
   * nothing if the user has it, or if another program writes the owner meanwhile to give it to the
   * user.
   */
  Mono<Void> releaseUnlessHeld(Mapping mapping) {
    return find(mapping)
        .flatMap(Mono::justOrEmpty)
        .filter(row -> ownerIn(row).equals(mapping.user()))
        .filterWhen(any -> isHeld(mapping).map(isHeld -> !isHeld))
        .flatMap(row -> table.delete(row.getValue()))
        .then();
  }

  // An identity that is being deleted needs no owner any more.
  private Mono<Boolean> isHeld(Mapping mapping) {
    return account(mapping)
        .flatMap(
            account ->
                account.filter(it -> it.hasIdentity(mapping)).isPresent()
                    ? Mono.just(!account.orElseThrow().isDeleting())
                    : table
                        .read(mapping.user().key(), rows.previousIdentity(mapping).getRowKey())
                        .map(Optional::isPresent));
  }

  private Mono<Optional<Account>> account(Mapping mapping) {
    return table
        .read(mapping.user().key(), TableRows.ACCOUNT)
        .map(row -> row.map(rows::readAccount));
  }

  /** The result of an attempt to make a user the owner of an identity. */
  enum Claim {
    /** The user is the owner now. */
    NEW,
    /** The user had been the owner before. */
    EXISTING,
    /** Another user or guest is the owner. */
    FOREIGN,
    /** Another program changes the owner at the same time. */
    CHANGING
  }
}
