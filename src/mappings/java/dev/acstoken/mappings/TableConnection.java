package dev.acstoken.mappings;

import com.azure.data.tables.TableAsyncClient;
import dev.acstoken.azure.AzureClients;
import dev.acstoken.settings.TableAccess;
import java.net.http.HttpClient;

/** Opens the endpoint's table with the endpoint's own clients. */
final class TableConnection {

  private TableConnection() {}

  /** Returns a client of the table for many concurrent calls. */
  static TableAsyncClient open(TableAccess access) {
    return clients(access).tableAsyncClient(access.table());
  }

  /** Returns the endpoint's own clients. */
  static AzureClients clients(TableAccess access) {
    HttpClient.Builder http = HttpClient.newBuilder();
    return access
        .clientId()
        .map(clientId -> new AzureClients(http, clientId))
        .orElseGet(() -> new AzureClients(http));
  }
}
