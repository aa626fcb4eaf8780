package dev.acstoken.azure.table;

import com.azure.data.tables.TableClient;
import dev.acstoken.azure.resilience.DependencyCaller;
import dev.acstoken.identity.MappingStore;
import dev.acstoken.identity.protocol.IntentLog;
import java.time.InstantSource;

/**
 * The ports that are implemented on one table.
 *
 * @param mappings the mapping store
 * @param intentLog the intent log
 * @param unreadableRows counts the rows of other versions that could not be read
 */
public record TableStorage(
    MappingStore mappings, IntentLog intentLog, UnreadableRows unreadableRows) {

  public static TableStorage of(TableClient client, DependencyCaller caller, InstantSource clock) {
    var table = new Table(client, caller);
    var unreadable = new UnreadableRows();
    return new TableStorage(
        new TableMappingStore(table, unreadable),
        new TableIntentLog(table, unreadable, clock),
        unreadable);
  }
}
