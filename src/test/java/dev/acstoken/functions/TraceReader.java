package dev.acstoken.functions;

import static java.util.stream.Collectors.toSet;

import com.azure.data.tables.TableClient;
import com.azure.data.tables.TableClientBuilder;
import com.azure.data.tables.models.TableEntity;
import dev.acstoken.azure.AzureClients;
import dev.acstoken.emulator.AcsEmulator;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.Lifecycle;
import dev.acstoken.identity.Sweep;
import dev.acstoken.settings.Settings;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Reads from ACS and the table themselves what is known of identities. */
final class TraceReader {

  private final AcsEmulator acs;
  private final TableClient table;
  private final Sweep sweep;

  /**
   * @param environment the settings of the endpoint that leaves the traces
   */
  TraceReader(
      AcsEmulator acs, Map<String, String> environment, Supplier<HttpClient.Builder> connections) {
    this.acs = acs;
    var settings = Settings.of(environment);
    table =
        new TableClientBuilder()
            .connectionString(environment.get("TABLE_STORAGE_CONNECTION_STRING"))
            .tableName(settings.table().tableName())
            .buildClient();
    var azure = new AzureClients(connections.get(), Optional.empty());
    var clock = Clock.systemUTC();
    var mappings = azure.mappingTable(settings.table());
    var lifecycle = new Lifecycle(azure.communicationIdentities(settings.acs()), mappings, clock);
    sweep = new Sweep(lifecycle, mappings, Clock.offset(clock, Duration.ofHours(1)));
  }

  /** What is there after a sweep in an hour's time. */
  Traces afterSweep() {
    var traces = read();
    if (traces.unsettled().isEmpty()) {
      return traces;
    }
    var unused = sweep.run(Deadline.in(Duration.ofSeconds(30)));
    return read();
  }

  private Traces read() {
    List<TableEntity> rows = table.listEntities().stream().toList();
    return new Traces(
        acs.identities(),
        identities(rows, row -> row.getRowKey().equals("identity")),
        rows.stream()
            .filter(row -> row.getRowKey().equals("user"))
            .map(TableEntity::getPartitionKey)
            .collect(toSet()),
        identities(rows, row -> row.getPartitionKey().equals("unsettled")));
  }

  private static Set<String> identities(List<TableEntity> rows, Predicate<TableEntity> which) {
    return rows.stream()
        .filter(which)
        .map(row -> String.valueOf(row.getProperty("CommunicationUserId")))
        .collect(toSet());
  }
}
