package dev.acstoken.mappings;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.rest.Response;
import com.azure.data.tables.TableAsyncClient;
import com.azure.data.tables.models.ListEntitiesOptions;
import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableEntityUpdateMode;
import com.azure.data.tables.models.TableErrorCode;
import com.azure.data.tables.models.TableServiceException;
import com.azure.data.tables.models.TableTransactionAction;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The table for many concurrent calls. A write whose condition is not met is no failure. */
final class BulkTable {

  private static final Set<TableErrorCode> CONDITION_NOT_MET =
      Set.of(
          TableErrorCode.ENTITY_ALREADY_EXISTS,
          TableErrorCode.UPDATE_CONDITION_NOT_SATISFIED,
          TableErrorCode.RESOURCE_NOT_FOUND);

  private final TableAsyncClient client;

  BulkTable(TableAsyncClient client) {
    this.client = client;
  }

  /** Creates the table if it does not exist. Needs no right to create tables if it does. */
  void ensureExists() {
    client
        .listEntities(new ListEntitiesOptions().setTop(1))
        .next()
        .then()
        .onErrorResume(
            BulkTable::isMissingTable,
            e -> client.createTable().then().onErrorResume(this::isExisting, any -> Mono.empty()))
        .block();
  }

  private static boolean isMissingTable(Throwable e) {
    return e instanceof HttpResponseException failure
        && failure.getResponse() != null
        && failure.getResponse().getStatusCode() == 404;
  }

  private boolean isExisting(Throwable e) {
    return codeOf(e).filter(TableErrorCode.TABLE_ALREADY_EXISTS::equals).isPresent();
  }

  /** Reads a row; empty if it does not exist. */
  Mono<Optional<TableEntity>> read(String partition, String row) {
    return readWithResponse(partition, row).map(found -> found.map(Response::getValue));
  }

  /** Reads a row together with the response that contains it; empty if it does not exist. */
  Mono<Optional<Response<TableEntity>>> readWithResponse(String partition, String row) {
    return client
        .getEntityWithResponse(partition, row, null)
        .map(Optional::of)
        .onErrorResume(
            e -> codeOf(e).filter(TableErrorCode.RESOURCE_NOT_FOUND::equals).isPresent(),
            e -> Mono.just(Optional.empty()));
  }

  /** Reads the rows that a query finds. */
  Flux<TableEntity> list(ListEntitiesOptions query) {
    return client.listEntities(query);
  }

  /** Inserts a row; false if it exists. */
  Mono<Boolean> insert(TableEntity row) {
    return isDone(client.createEntityWithResponse(row));
  }

  /** Replaces a row; false if it no longer has the version that was read. */
  Mono<Boolean> update(TableEntity row) {
    return isDone(client.updateEntityWithResponse(row, TableEntityUpdateMode.REPLACE, true));
  }

  /**
   * Adds columns to a row, which gets a new version also if there is nothing to add; false if it no
   * longer has the version that was read.
   */
  Mono<Boolean> touch(TableEntity row) {
    return isDone(client.updateEntityWithResponse(row, TableEntityUpdateMode.MERGE, true));
  }

  /** Does all of the actions or none; false if a row no longer has the version that was read. */
  Mono<Boolean> submit(List<TableTransactionAction> actions) {
    return isDone(client.submitTransactionWithResponse(actions));
  }

  /** Inserts a row, or adds columns to it. */
  Mono<Void> upsert(TableEntity row) {
    return client.upsertEntity(row);
  }

  /** Deletes a row; false if it no longer has the version that was read. */
  Mono<Boolean> delete(TableEntity row) {
    return isDone(client.deleteEntityWithResponse(row, true));
  }

  private static Mono<Boolean> isDone(Mono<? extends Response<?>> write) {
    return write
        .thenReturn(true)
        .onErrorResume(
            e -> codeOf(e).filter(CONDITION_NOT_MET::contains).isPresent(), e -> Mono.just(false));
  }

  private static Optional<TableErrorCode> codeOf(Throwable e) {
    return e instanceof TableServiceException failure && failure.getValue() != null
        ? Optional.ofNullable(failure.getValue().getErrorCode())
        : Optional.empty();
  }
}
