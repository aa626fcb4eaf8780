package dev.acstoken.azure.table;

import static java.util.stream.Collectors.toSet;

import com.azure.data.tables.TableClientBuilder;
import com.azure.data.tables.models.ListEntitiesOptions;
import dev.acstoken.azure.AzureClients;
import dev.acstoken.azure.Secret;
import dev.acstoken.devhost.Azurite;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.protocol.MappingTable;
import dev.acstoken.identity.protocol.MappingTableContract;
import java.net.http.HttpClient;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class AzureMappingTableTest extends MappingTableContract {

  @SuppressWarnings("NullAway.Init")
  private static Azurite azurite;

  private final String name = "t" + UUID.randomUUID().toString().replace("-", "");
  private final MappingTable table =
      new AzureClients(HttpClient.newBuilder(), Optional.empty())
          .mappingTable(
              new TableSettings(
                  new TableSettings.WithConnectionString(new Secret(azurite.connectionString())),
                  name));

  @BeforeAll
  static void start() {
    azurite = Azurite.start();
  }

  @AfterAll
  static void stop() {
    azurite.close();
  }

  @Override
  protected MappingTable table() {
    return table;
  }

  @Override
  protected Set<CommunicationUserId> unsettled() {
    var rows =
        new TableClientBuilder()
            .connectionString(azurite.connectionString())
            .tableName(name)
            .buildClient()
            .listEntities(
                new ListEntitiesOptions().setFilter("PartitionKey eq 'unsettled'"), null, null);
    return rows.stream()
        .map(row -> (String) row.getProperty("CommunicationUserId"))
        .map(CommunicationUserId::new)
        .collect(toSet());
  }
}
