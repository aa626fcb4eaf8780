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
 */
public record TableStorage(MappingStore mappings, IntentLog intentLog) {

  public static TableStorage of(TableClient client, DependencyCaller caller, InstantSource clock) {
    var table = new Table(client, caller);
    return new TableStorage(new TableMappingStore(table), new TableIntentLog(table, clock));
  }
}
