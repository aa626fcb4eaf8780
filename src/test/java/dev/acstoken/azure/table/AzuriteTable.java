package dev.acstoken.azure.table;

import com.azure.data.tables.TableClient;
import com.azure.data.tables.TableClientBuilder;
import dev.acstoken.TableName;
import dev.acstoken.azure.AzureClients;
import dev.acstoken.devhost.Azurite;
import dev.acstoken.identity.Redacted;
import java.net.http.HttpClient;

/**
 * A table in Azurite that does not exist yet.
 *
 * @param rows reads and writes the rows without the product's code
 * @param storage the product's ports on the same table
 */
record AzuriteTable(TableClient rows, TableStorage storage) {

  /** Returns a table of its own for a test. */
  static AzuriteTable in(Azurite azurite) {
    String name = TableName.unique();
    return new AzuriteTable(
        new TableClientBuilder()
            .connectionString(azurite.connectionString())
            .tableName(name)
            .buildClient(),
        storage(azurite.connectionString(), name));
  }

  /** Returns the product's ports on a table, which a server may serve in Azurite's place. */
  static TableStorage storage(String connectionString, String name) {
    return new AzureClients(HttpClient.newBuilder())
        .tableStorage(
            new TableSettings(
                new TableSettings.WithConnectionString(new Redacted(connectionString)), name));
  }
}
