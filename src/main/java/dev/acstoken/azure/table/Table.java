package dev.acstoken.azure.table;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.rest.Response;
import com.azure.core.util.Context;
import com.azure.data.tables.TableClient;
import com.azure.data.tables.models.ListEntitiesOptions;
import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableEntityUpdateMode;
import com.azure.data.tables.models.TableErrorCode;
import com.azure.data.tables.models.TableServiceException;
import com.azure.data.tables.models.TableTransactionAction;
import com.azure.data.tables.models.TableTransactionActionType;
import dev.acstoken.azure.resilience.DependencyCaller;
import dev.acstoken.identity.RequestContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads and writes the rows of one table. Every operation except {@link #list} is a point
 * operation. The first operation creates a missing table.
 */
final class Table {

  private static final Set<TableErrorCode> CHANGED_OR_GONE =
      Set.of(TableErrorCode.UPDATE_CONDITION_NOT_SATISFIED, TableErrorCode.RESOURCE_NOT_FOUND);

  private static final Set<TableErrorCode> CHANGED_GONE_OR_EXISTING =
      Set.of(
          TableErrorCode.UPDATE_CONDITION_NOT_SATISFIED,
          TableErrorCode.RESOURCE_NOT_FOUND,
          TableErrorCode.ENTITY_ALREADY_EXISTS);

  // The SDK reports any 404 to a deletion as a success with this status, without the error code.
  // The row is then read, because an intermediary may have sent the 404.
  private static final int NOT_FOUND = 404;

  private final TableClient client;
  private final DependencyCaller caller;

  Table(TableClient client, DependencyCaller caller) {
    this.client = client;
    this.caller = caller;
  }

  /** Reads a row; empty if it does not exist. */
  Optional<TableEntity> read(String partition, String row, RequestContext context) {
    return beginRead(partition, row, context).get().map(Response::getValue);
  }

  /**
   * Begins to read a row, and returns at once.
   *
   * @return waits for the response that contains the row; empty if the row does not exist
   */
  Supplier<Optional<Response<TableEntity>>> beginRead(
      String partition, String row, RequestContext context) {
    return begin(context, sdk -> read(partition, row, sdk));
  }

  // Only ResourceNotFound means that the row is absent. Another 404 may come from an intermediary.
  private Optional<Response<TableEntity>> read(String partition, String row, Context sdk) {
    return unless(
        Set.of(TableErrorCode.RESOURCE_NOT_FOUND),
        () -> client.getEntityWithResponse(partition, row, null, null, sdk));
  }

  /** Lists rows, up to a maximum number. */
  List<TableEntity> list(ListEntitiesOptions options, int maxRows, RequestContext context) {
    return call(
        context, sdk -> client.listEntities(options, null, sdk).stream().limit(maxRows).toList());
  }

  /** Inserts a row and returns its version; empty if the row exists. */
  Optional<String> insert(TableEntity row, RequestContext context) {
    return call(
            context,
            sdk ->
                unless(
                    Set.of(TableErrorCode.ENTITY_ALREADY_EXISTS),
                    () -> client.createEntityWithResponse(row, null, sdk)))
        .map(ETags::of);
  }

  /**
   * Replaces a row if it still has the same version.
   *
   * @return the new version; empty if the row was changed or deleted
   */
  Optional<String> update(TableEntity row, RequestContext context) {
    return call(
            context,
            sdk ->
                unless(
                    CHANGED_OR_GONE,
                    () ->
                        client.updateEntityWithResponse(
                            row, TableEntityUpdateMode.REPLACE, true, null, sdk)))
        .map(ETags::of);
  }

  /**
   * Replaces a row if it still has the same version, or inserts it if it has none, {@linkplain
   * #upsert inserts or merges} other rows of the same partition, and deletes some, in one
   * transaction.
   *
   * @param deleted the rows to delete
   * @return false if the first row was changed or deleted, or exists, or if a row to delete is gone
   */
  boolean writeTogether(
      TableEntity row,
      boolean isNew,
      List<TableEntity> others,
      List<TableEntity> deleted,
      RequestContext context) {
    List<TableTransactionAction> actions = new ArrayList<>();
    actions.add(
        isNew
            ? new TableTransactionAction(TableTransactionActionType.CREATE, row)
            : new TableTransactionAction(TableTransactionActionType.UPDATE_REPLACE, row, true));
    others.forEach(
        other ->
            actions.add(
                new TableTransactionAction(TableTransactionActionType.UPSERT_MERGE, other)));
    deleted.forEach(
        gone -> actions.add(new TableTransactionAction(TableTransactionActionType.DELETE, gone)));
    return call(
            context,
            sdk ->
                unless(
                    CHANGED_GONE_OR_EXISTING,
                    () -> client.submitTransactionWithResponse(actions, null, sdk)))
        .isPresent();
  }

  /**
   * Adds columns to a row if it still has the same version, and inserts another row of the same
   * partition, in one transaction.
   *
   * @return false if the first row was changed or deleted, or if the other row exists
   */
  boolean touchAndInsert(TableEntity row, TableEntity other, RequestContext context) {
    List<TableTransactionAction> actions =
        List.of(
            new TableTransactionAction(TableTransactionActionType.UPDATE_MERGE, row, true),
            new TableTransactionAction(TableTransactionActionType.CREATE, other));
    return call(
            context,
            sdk ->
                unless(
                    CHANGED_GONE_OR_EXISTING,
                    () -> client.submitTransactionWithResponse(actions, null, sdk)))
        .isPresent();
  }

  /**
   * Adds columns to a row if it still has the same version. Other columns stay.
   *
   * @return the new version; empty if the row was changed or deleted
   */
  Optional<String> touch(TableEntity row, RequestContext context) {
    return call(context, sdk -> unless(CHANGED_OR_GONE, () -> merge(row, true, sdk)))
        .map(ETags::of);
  }

  /** Adds columns to a row if it exists. Other columns stay. */
  void mergeExisting(TableEntity row, RequestContext context) {
    var unused = call(context, sdk -> unless(CHANGED_OR_GONE, () -> merge(row, false, sdk)));
  }

  private Response<Void> merge(TableEntity row, boolean ifUnchanged, Context sdk) {
    return client.updateEntityWithResponse(
        row, TableEntityUpdateMode.MERGE, ifUnchanged, null, sdk);
  }

  /** Inserts a row, or adds columns to it if it exists, and returns its version. */
  String upsert(TableEntity row, RequestContext context) {
    return ETags.of(
        call(
            context,
            sdk -> client.upsertEntityWithResponse(row, TableEntityUpdateMode.MERGE, null, sdk)));
  }

  /** Deletes a row, if it exists. */
  void delete(String partition, String row, RequestContext context) {
    var unused = call(context, sdk -> delete(new TableEntity(partition, row), false, sdk));
  }

  /** Deletes a row if it still has the same version; false if it was changed or deleted. */
  boolean deleteUnchanged(TableEntity row, RequestContext context) {
    return call(context, sdk -> deleteUnchanged(row, sdk));
  }

  /** Does the same as {@link #deleteUnchanged}, without retries. */
  boolean deleteUnchangedOnce(TableEntity row, RequestContext context) {
    return caller.callOnce(context, sdk -> deleteUnchanged(row, sdk));
  }

  private boolean deleteUnchanged(TableEntity row, Context sdk) {
    return unless(CHANGED_OR_GONE, () -> delete(row, true, sdk)).orElse(false);
  }

  // Returns false if the row does not exist.
  private boolean delete(TableEntity row, boolean ifUnchanged, Context sdk) {
    if (client.deleteEntityWithResponse(row, ifUnchanged, null, sdk).getStatusCode() != NOT_FOUND) {
      return true;
    }
    if (read(row.getPartitionKey(), row.getRowKey(), sdk).isPresent()) {
      throw new UncheckedIOException(new IOException("The deletion of an existing row got a 404."));
    }
    return false;
  }

  private <T> T call(RequestContext context, Function<Context, T> operation) {
    return begin(context, operation).get();
  }

  private <T> Supplier<T> begin(RequestContext context, Function<Context, T> operation) {
    return caller.beginIdempotent(
        context,
        sdk -> {
          try {
            return operation.apply(sdk);
          } catch (HttpResponseException e) {
            if (!mayMeanThatTheTableIsMissing(e)) {
              throw e;
            }
            createTable(sdk);
            return operation.apply(sdk);
          }
        });
  }

  // For a failed listing, the SDK throws another type of exception, which lacks the error code.
  private static boolean mayMeanThatTheTableIsMissing(HttpResponseException e) {
    return e instanceof TableServiceException failure
        ? is(failure, TableErrorCode.TABLE_NOT_FOUND)
        : e.getResponse() != null && e.getResponse().getStatusCode() == NOT_FOUND;
  }

  private void createTable(Context sdk) {
    var unused =
        unless(
            Set.of(TableErrorCode.TABLE_ALREADY_EXISTS),
            () -> client.createTableWithResponse(null, sdk));
  }

  // Returns empty if the response has one of the error codes.
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
