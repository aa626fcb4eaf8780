package dev.acstoken.functions;

import static java.util.stream.Collectors.toSet;

import com.azure.data.tables.TableClient;
import com.azure.data.tables.TableClientBuilder;
import com.azure.data.tables.models.TableEntity;
import dev.acstoken.Settings;
import dev.acstoken.azure.AzureClients;
import dev.acstoken.emulator.AcsEmulator;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.Lifecycle;
import dev.acstoken.identity.Sweep;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What is known of identities.
 *
 * @param living the identities that ACS has
 * @param mapped those that a user's row names
 * @param findable the partitions of the reverse rows
 * @param unsettled those whose creation or deletion is on record as under way
 */
record Traces(Set<String> living, Set<String> mapped, Set<String> findable, Set<String> unsettled) {

  /** What was not there before. */
  Traces since(Traces before) {
    return new Traces(
        without(living, before.living),
        without(mapped, before.mapped),
        without(findable, before.findable),
        without(unsettled, before.unsettled));
  }

  /** Checks that so many identities are mapped, live and are findable, and nothing is unsettled. */
  void expectSettled(int identities) {
    var findableAsMapped =
        mapped.stream().map(id -> new CommunicationUserId(id).key()).collect(toSet());
    if (mapped.size() != identities
        || !living.containsAll(mapped)
        || !findable.equals(findableAsMapped)
        || !unsettled.isEmpty()) {
      throw new AssertionError("Left behind: " + this);
    }
  }

  private static Set<String> without(Set<String> all, Collection<String> some) {
    Set<String> rest = new HashSet<>(all);
    rest.removeAll(some);
    return rest;
  }

  /** Reads the traces from ACS and the table themselves. */
  static final class Reader {
    private final AcsEmulator acs;
    private final TableClient table;
    private final Sweep sweep;

    Reader(
        AcsEmulator acs,
        String storage,
        Map<String, String> environment,
        Supplier<HttpClient.Builder> connections) {
      this.acs = acs;
      var settings = Settings.of(environment);
      var azure = new AzureClients(connections.get(), Optional.empty());
      this.table =
          new TableClientBuilder()
              .connectionString(storage)
              .tableName(settings.table().tableName())
              .buildClient();
      var mappings = azure.mappingTable(settings.table());
      var lifecycle =
          new Lifecycle(azure.communicationIdentities(settings.acs()), mappings, Clock.systemUTC());
      this.sweep =
          new Sweep(lifecycle, mappings, Clock.offset(Clock.systemUTC(), Duration.ofHours(1)));
    }

    Traces read() {
      List<TableEntity> rows = table.listEntities().stream().toList();
      return new Traces(
          acs.identities(),
          identities(rows, "identity"),
          rows.stream()
              .filter(row -> row.getRowKey().equals("user"))
              .map(TableEntity::getPartitionKey)
              .collect(toSet()),
          rows.stream()
              .filter(row -> row.getPartitionKey().equals("unsettled"))
              .map(Reader::identity)
              .collect(toSet()));
    }

    /** As if an hour had passed. */
    Traces afterSweep() {
      var traces = read();
      if (traces.unsettled().isEmpty()) {
        return traces;
      }
      sweep.run(Deadline.in(Duration.ofSeconds(30)));
      return read();
    }

    private static Set<String> identities(List<TableEntity> rows, String rowKey) {
      return rows.stream()
          .filter(row -> row.getRowKey().equals(rowKey))
          .map(Reader::identity)
          .collect(toSet());
    }

    private static String identity(TableEntity row) {
      return String.valueOf(row.getProperty("CommunicationUserId"));
    }
  }
}
