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
import dev.acstoken.azure.resilience.DependencyCaller;
import dev.acstoken.identity.RequestContext;
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

  // The SDK reports the deletion of a missing row as a success with this status.
  private static final int NOT_FOUND = 404;

  private final TableClient client;
  private final DependencyCaller caller;

  Table(TableClient client, DependencyCaller caller) {
    this.client = client;
    this.caller = caller;
  }

  /** Reads a row; empty if it does not exist. */
  // Only ResourceNotFound means that the row is absent. Another 404 may come from an intermediary.
  Optional<TableEntity> read(String partition, String row, RequestContext context) {
    return call(
            context,
            sdk ->
                unless(
                    Set.of(TableErrorCode.RESOURCE_NOT_FOUND),
                    () -> client.getEntityWithResponse(partition, row, null, null, sdk)))
        .map(Response::getValue);
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

  /** Inserts or replaces a row and returns its version. */
  String upsert(TableEntity row, RequestContext context) {
    return ETags.of(
        call(
            context,
            sdk -> client.upsertEntityWithResponse(row, TableEntityUpdateMode.REPLACE, null, sdk)));
  }

  /** Deletes a row, if it exists. */
  void delete(String partition, String row, RequestContext context) {
    var unused =
        call(
            context,
            sdk ->
                client.deleteEntityWithResponse(new TableEntity(partition, row), false, null, sdk));
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
    return unless(CHANGED_OR_GONE, () -> client.deleteEntityWithResponse(row, true, null, sdk))
        .filter(response -> response.getStatusCode() != NOT_FOUND)
        .isPresent();
  }

  private <T> T call(RequestContext context, Function<Context, T> operation) {
    return caller.callIdempotent(
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
