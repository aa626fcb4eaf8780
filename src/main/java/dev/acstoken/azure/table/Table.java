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
 * The rows of one table: every access but a listing is a point operation. A missing table is
 * created by the first access.
 */
final class Table {

  private static final Set<TableErrorCode> CHANGED_OR_GONE =
      Set.of(TableErrorCode.UPDATE_CONDITION_NOT_SATISFIED, TableErrorCode.RESOURCE_NOT_FOUND);

  // The SDK takes the deletion of a missing row for a success.
  private static final int NOT_FOUND = 404;

  private final TableClient client;
  private final DependencyCaller caller;

  Table(TableClient client, DependencyCaller caller) {
    this.client = client;
    this.caller = caller;
  }

  /** Reads a row; empty if it does not exist. */
  // Only ResourceNotFound means absent. Another 404 may come from anything on the way.
  Optional<TableEntity> read(String partition, String row, RequestContext context) {
    return call(
            context,
            sdk ->
                unless(
                    Set.of(TableErrorCode.RESOURCE_NOT_FOUND),
                    () -> client.getEntityWithResponse(partition, row, null, null, sdk)))
        .map(Response::getValue);
  }

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

  /** Replaces a row of the same version and returns its new one; empty if it changed or is gone. */
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

  /** Deletes a row of the same version; false if it changed or is gone. */
  boolean deleteUnchanged(TableEntity row, RequestContext context) {
    return call(context, sdk -> deleteUnchanged(row, sdk));
  }

  /** As {@link #deleteUnchanged}, without retries. */
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

  // The SDK throws a listing's failure as a type of its own, without the error's code.
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

  // Empty if the table responds with one of the codes.
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
