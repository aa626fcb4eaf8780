package dev.acstoken.azure.table;

import static java.util.Comparator.comparing;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.rest.Response;
import com.azure.core.util.Context;
import com.azure.data.tables.TableClient;
import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableEntityUpdateMode;
import com.azure.data.tables.models.TableErrorCode;
import com.azure.data.tables.models.TableServiceException;
import dev.acstoken.azure.resilience.DependencyCaller;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.MappingTable;
import dev.acstoken.identity.protocol.Unsettled;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** The mappings in Azure Table Storage: every access is a point operation. */
public final class AzureMappingTable implements MappingTable {

  private static final Set<TableErrorCode> CHANGED_OR_GONE =
      Set.of(TableErrorCode.UPDATE_CONDITION_NOT_SATISFIED, TableErrorCode.RESOURCE_NOT_FOUND);

  // What is more waits for the next sweep.
  private static final int MAX_PENDING = 500;

  // The SDK takes the deletion of a missing row for a success.
  private static final int NOT_FOUND = 404;

  private final TableClient table;
  private final DependencyCaller caller;
  private final InstantSource clock;

  public AzureMappingTable(TableClient table, DependencyCaller caller, InstantSource clock) {
    this.table = table;
    this.caller = caller;
    this.clock = clock;
  }

  @Override
  public Account find(User user, Deadline deadline) {
    return read(AccountRow.partitionOf(user), AccountRow.ROW, deadline)
        .map(AccountRow::read)
        .orElse(Account.blank(user));
  }

  @Override
  public Optional<Account> replace(Account account, Deadline deadline) {
    TableEntity row = AccountRow.write(account);
    if (account.isBlank()) {
      return remove(row, deadline) ? Optional.of(Account.blank(account.user())) : Optional.empty();
    }
    return (account.version().isEmpty() ? insert(row, deadline) : update(row, deadline))
        .map(written -> account.stored(ETags.of(written)));
  }

  private Optional<Response<Void>> insert(TableEntity row, Deadline deadline) {
    return call(
        deadline,
        context ->
            unless(
                Set.of(TableErrorCode.ENTITY_ALREADY_EXISTS),
                () -> table.createEntityWithResponse(row, null, context)));
  }

  private boolean remove(TableEntity row, Deadline deadline) {
    return call(deadline, context -> removeUnchanged(row, context));
  }

  @Override
  public Optional<User> findUser(CommunicationUserId id, Deadline deadline) {
    return read(OwnerRow.partitionOf(id), OwnerRow.ROW, deadline).map(OwnerRow::read);
  }

  @Override
  public void insertReverse(Mapping mapping, Deadline deadline) {
    var unused = upsert(OwnerRow.write(mapping), deadline);
  }

  @Override
  public void removeReverse(CommunicationUserId id, Deadline deadline) {
    delete(OwnerRow.partitionOf(id), OwnerRow.ROW, deadline);
  }

  @Override
  public Unsettled recordUnsettled(Unsettled.Change change, Mapping mapping, Deadline deadline) {
    Response<Void> written = upsert(PendingChangeRow.write(change, mapping), deadline);
    return new Unsettled(change, mapping, clock.instant(), ETags.of(written));
  }

  @Override
  public List<Unsettled> findUnsettled(Instant before, Deadline deadline) {
    return call(
        deadline,
        context ->
            table.listEntities(PendingChangeRow.writtenBefore(before), null, context).stream()
                .limit(MAX_PENDING)
                .map(PendingChangeRow::read)
                .sorted(comparing(Unsettled::since))
                .toList());
  }

  @Override
  public Optional<Unsettled> renew(Unsettled record, Deadline deadline) {
    return update(PendingChangeRow.change(record), deadline)
        .map(
            written ->
                new Unsettled(
                    record.change(),
                    record.mapping(),
                    clock.instant(),
                    ETags.of(written)));
  }

  // Attempted once: a repetition could not tell its own first attempt from somebody else's change,
  // and what that makes of the identity is not to be undone.
  @Override
  public boolean settle(Unsettled record, Deadline deadline) {
    TableEntity row = PendingChangeRow.change(record);
    return caller.callOnce(deadline, context -> removeUnchanged(row, context));
  }

  @Override
  public void forget(CommunicationUserId id, Deadline deadline) {
    delete(PendingChangeRow.PARTITION, PendingChangeRow.rowOf(Unsettled.Change.LIFE, id), deadline);
  }

  // Only ResourceNotFound means absent; a 404 of anything else on the way does not.
  private Optional<TableEntity> read(String partition, String row, Deadline deadline) {
    return call(
            deadline,
            context ->
                unless(
                    Set.of(TableErrorCode.RESOURCE_NOT_FOUND),
                    () -> table.getEntityWithResponse(partition, row, null, null, context)))
        .map(Response::getValue);
  }

  // Empty if the row in the table is no longer of the version that this one names.
  private Optional<Response<Void>> update(TableEntity row, Deadline deadline) {
    return call(
        deadline,
        context ->
            unless(
                CHANGED_OR_GONE,
                () ->
                    table.updateEntityWithResponse(
                        row, TableEntityUpdateMode.REPLACE, true, null, context)));
  }

  private boolean removeUnchanged(TableEntity row, Context context) {
    return unless(CHANGED_OR_GONE, () -> table.deleteEntityWithResponse(row, true, null, context))
        .filter(response -> response.getStatusCode() != NOT_FOUND)
        .isPresent();
  }

  private Response<Void> upsert(TableEntity entity, Deadline deadline) {
    return call(
        deadline,
        context ->
            table.upsertEntityWithResponse(entity, TableEntityUpdateMode.REPLACE, null, context));
  }

  private void delete(String partition, String row, Deadline deadline) {
    var unused =
        call(
            deadline,
            context ->
                table.deleteEntityWithResponse(
                    new TableEntity(partition, row), false, null, context));
  }

  private <T> T call(Deadline deadline, Function<Context, T> operation) {
    return caller.callIdempotent(
        deadline,
        context -> {
          try {
            return operation.apply(context);
          } catch (HttpResponseException e) {
            if (!maySayThatTheTableIsMissing(e)) {
              throw e;
            }
            createTable(context);
            return operation.apply(context);
          }
        });
  }

  // The SDK lets a listing's failure through in a type of its own, without the error's code.
  private static boolean maySayThatTheTableIsMissing(HttpResponseException e) {
    return e instanceof TableServiceException it
        ? is(it, TableErrorCode.TABLE_NOT_FOUND)
        : e.getResponse() != null && e.getResponse().getStatusCode() == NOT_FOUND;
  }

  private void createTable(Context context) {
    var unused =
        unless(
            Set.of(TableErrorCode.TABLE_ALREADY_EXISTS),
            () -> table.createTableWithResponse(null, context));
  }

  // Empty if the table answers with one of the codes.
  private static <T> Optional<T> unless(Set<TableErrorCode> codes, Supplier<T> operation) {
    try {
      return Optional.of(operation.get());
    } catch (TableServiceException e) {
      if (codes.stream().anyMatch(code -> is(e, code))) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static boolean is(TableServiceException e, TableErrorCode code) {
    return e.getValue() != null && code.equals(e.getValue().getErrorCode());
  }
}
