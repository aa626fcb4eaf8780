package dev.acstoken.azure.table;

import com.azure.data.tables.TableAsyncClient;
import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableEntityUpdateMode;
import com.azure.data.tables.models.TableErrorCode;
import com.azure.data.tables.models.TableServiceException;
import java.util.Set;
import reactor.core.publisher.Mono;

/**
 * Changes single rows that a {@link TableScan} found, if they are unchanged since then. Each method
 * returns false if the row was changed or removed.
 */
public final class RowChanges {

  private static final Set<TableErrorCode> CHANGED_OR_GONE =
      Set.of(TableErrorCode.UPDATE_CONDITION_NOT_SATISFIED, TableErrorCode.RESOURCE_NOT_FOUND);

  private final TableAsyncClient client;

  /**
   * Creates changes of a table.
   *
   * @param client a client that repeats failed calls
   */
  public RowChanges(TableAsyncClient client) {
    this.client = client;
  }

  /** Changes the issuer of the user whom a row names. The other columns stay. */
  public Mono<Boolean> changeIssuer(ScannedRow.Key key, String issuer) {
    TableEntity row = UserColumns.writeIssuer(row(key), issuer);
    return unlessChanged(
        client.updateEntityWithResponse(row, TableEntityUpdateMode.MERGE, true).thenReturn(true));
  }

  public Mono<Boolean> remove(ScannedRow.Key key) {
    return unlessChanged(client.deleteEntityWithResponse(row(key), true).thenReturn(true));
  }

  private static TableEntity row(ScannedRow.Key key) {
    return AccountRow.addVersion(new TableEntity(key.partition(), key.row()), key.version());
  }

  private static Mono<Boolean> unlessChanged(Mono<Boolean> change) {
    return change.onErrorResume(
        TableServiceException.class,
        e ->
            e.getValue() != null && CHANGED_OR_GONE.contains(e.getValue().getErrorCode())
                ? Mono.just(false)
                : Mono.error(e));
  }
}
