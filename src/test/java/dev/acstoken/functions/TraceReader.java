package dev.acstoken.functions;

import static java.util.stream.Collectors.toSet;

import com.azure.data.tables.TableClient;
import com.azure.data.tables.TableClientBuilder;
import com.azure.data.tables.models.TableEntity;
import dev.acstoken.azure.AzureClients;
import dev.acstoken.emulator.AcsEmulator;
import dev.acstoken.guests.GuestProtocol;
import dev.acstoken.guests.GuestRecovery;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.protocol.IdentityProtocol;
import dev.acstoken.identity.protocol.Recovery;
import dev.acstoken.settings.SettingsReader;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Reads the traces of identities directly from ACS and the table. */
final class TraceReader {

  private static final Set<String> PENDING = Set.of("unsettled", "pending");
  private static final Duration LATER = Duration.ofHours(1);

  private final AcsEmulator acs;
  private final TableClient table;
  private final Recovery recovery;
  private final GuestRecovery guestRecovery;

  /**
   * @param environment the settings of the endpoint that leaves the traces
   */
  TraceReader(
      AcsEmulator acs, Map<String, String> environment, Supplier<HttpClient.Builder> connections) {
    this.acs = acs;
    var settings = SettingsReader.read(environment);
    table =
        new TableClientBuilder()
            .connectionString(environment.get("TABLE_STORAGE_CONNECTION_STRING"))
            .tableName(settings.table().tableName())
            .buildClient();
    var azure = new AzureClients(connections.get());
    var storage = azure.tableStorage(settings.table());
    var clock = Clock.offset(Clock.systemUTC(), LATER);
    var users =
        new IdentityProtocol(
            azure.communicationIdentities(settings.acs()),
            storage.mappings(),
            storage.intentLog(),
            settings.identities(),
            clock);
    recovery = users.recovery();
    guestRecovery =
        new GuestProtocol(
                storage.invitations(),
                storage.joinLog(),
                storage.endSchedule(),
                users,
                settings.guests(),
                clock)
            .recovery();
  }

  /** Returns the traces that remain after a recovery run one hour later. */
  Traces afterRecovery() {
    var traces = read();
    if (traces.isComplete()) {
      return traces;
    }
    var context = RequestContext.within(Duration.ofSeconds(30));
    var unused = recovery.run(context).plus(guestRecovery.run(context));
    return read();
  }

  /** Deletes all rows, whose number would slow down later reads, and returns what remains. */
  Traces afterEmptyingTheTable() {
    table.deleteTable();
    table.createTable();
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
        identities(rows, row -> PENDING.contains(row.getPartitionKey())),
        rows.stream().filter(TraceReader::isDue).map(TableEntity::getRowKey).collect(toSet()),
        identities(rows, row -> row.getRowKey().startsWith("guest-")),
        rows.stream()
            .filter(row -> row.getRowKey().equals("invitation"))
            .filter(row -> !row.getProperties().containsKey("EndedOn"))
            .mapToInt(row -> (int) row.getProperty("Guests"))
            .sum());
  }

  // A join that has not completed, or the end of an invitation that is due.
  private static boolean isDue(TableEntity row) {
    return switch (row.getPartitionKey()) {
      case "joining" -> true;
      case "endings" -> row.getRowKey().compareTo(Instant.now().plus(LATER).toString()) < 0;
      default -> false;
    };
  }

  private static Set<String> identities(List<TableEntity> rows, Predicate<TableEntity> filter) {
    return rows.stream()
        .filter(filter)
        .map(row -> String.valueOf(row.getProperty("CommunicationUserId")))
        .collect(toSet());
  }
}
