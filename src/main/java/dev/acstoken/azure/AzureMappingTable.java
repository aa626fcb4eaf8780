package dev.acstoken.azure;

import com.azure.core.http.rest.Response;
import com.azure.core.util.Context;
import com.azure.data.tables.TableClient;
import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableEntityUpdateMode;
import com.azure.data.tables.models.TableErrorCode;
import com.azure.data.tables.models.TableServiceException;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.MappingTable;
import dev.acstoken.identity.User;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** The mappings in Azure Table Storage: every access is a point operation. */
final class AzureMappingTable implements MappingTable {

  private static final Set<TableErrorCode> CHANGED_OR_GONE =
      Set.of(TableErrorCode.UPDATE_CONDITION_NOT_SATISFIED, TableErrorCode.RESOURCE_NOT_FOUND);

  private final TableClient table;
  private final Attempts attempts;

  AzureMappingTable(TableClient table, Attempts attempts) {
    this.table = table;
    this.attempts = attempts;
  }

  @Override
  public Optional<Mapping> find(User user, Deadline deadline) {
    return read(MappingRow.partitionOf(user), MappingRow.ROW, deadline).map(MappingRow::read);
  }

  @Override
  public boolean insert(Mapping mapping, Deadline deadline) {
    TableEntity row = MappingRow.write(mapping);
    return call(
            deadline,
            context ->
                unless(
                    Set.of(TableErrorCode.ENTITY_ALREADY_EXISTS),
                    () -> table.createEntityWithResponse(row, null, context)))
        .isPresent();
  }

  // Read back for its version: the SDK cuts the last quote off the ETag of a reply to a write.
  @Override
  public Optional<Mapping> markDeleting(Mapping mapping, Deadline deadline) {
    TableEntity change = MappingRow.changeState(mapping, Mapping.State.DELETING);
    return call(
            deadline,
            context ->
                unless(
                    CHANGED_OR_GONE,
                    () ->
                        table.updateEntityWithResponse(
                            change, TableEntityUpdateMode.MERGE, true, null, context)))
        .flatMap(written -> find(mapping.user(), deadline))
        .filter(now -> now.isDeletionOf(mapping));
  }

  @Override
  public void remove(Mapping mapping, Deadline deadline) {
    var unused =
        call(
            deadline,
            context ->
                unless(
                    CHANGED_OR_GONE,
                    () ->
                        table.deleteEntityWithResponse(
                            MappingRow.key(mapping), true, null, context)));
  }

  @Override
  public Optional<User> findUser(CommunicationUserId id, Deadline deadline) {
    return read(ReverseRow.partitionOf(id), ReverseRow.ROW, deadline).map(ReverseRow::read);
  }

  @Override
  public void insertReverse(Mapping mapping, Deadline deadline) {
    upsert(ReverseRow.write(mapping), deadline);
  }

  @Override
  public void removeReverse(CommunicationUserId id, Deadline deadline) {
    delete(ReverseRow.partitionOf(id), ReverseRow.ROW, deadline);
  }

  @Override
  public void recordUnsettled(Mapping mapping, Deadline deadline) {
    upsert(UnsettledRow.write(mapping), deadline);
  }

  @Override
  public void settle(CommunicationUserId id, Deadline deadline) {
    delete(UnsettledRow.PARTITION, UnsettledRow.rowOf(id), deadline);
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

  private void upsert(TableEntity entity, Deadline deadline) {
    var unused =
        call(
            deadline,
            context ->
                table.upsertEntityWithResponse(
                    entity, TableEntityUpdateMode.REPLACE, null, context));
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
    return attempts.repeatedly(
        deadline,
        context -> {
          try {
            return operation.apply(context);
          } catch (TableServiceException e) {
            if (!is(e, TableErrorCode.TABLE_NOT_FOUND)) {
              throw e;
            }
            createTable(context);
            return operation.apply(context);
          }
        });
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
