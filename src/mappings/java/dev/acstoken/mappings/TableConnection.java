package dev.acstoken.mappings;

import com.azure.data.tables.TableAsyncClient;
import dev.acstoken.azure.AzureClients;
import dev.acstoken.settings.TableAccess;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;

/** Opens the endpoint's table with the endpoint's own clients. */
final class TableConnection {

  private static final int HTTPS_PORT = 443;
  private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

  private TableConnection() {}

  /** Returns a client of the table for many concurrent calls. */
  static TableAsyncClient open(TableAccess access, PrintStream err) {
    TableAsyncClient client = clients(access).tableAsyncClient(access.table());
    warnIfUnreachable(client, err);
    return client;
  }

  /**
   * Tells the user at once if nothing accepts connections at the table's endpoint, because failed
   * calls are repeated for minutes. It is only a warning: a proxy may reach what this program
   * cannot.
   */
  static void warnIfUnreachable(TableAsyncClient client, PrintStream err) {
    URI endpoint = URI.create(client.getTableEndpoint());
    int port = endpoint.getPort() > 0 ? endpoint.getPort() : HTTPS_PORT;
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(endpoint.getHost(), port), CONNECT_TIMEOUT_MILLIS);
    } catch (IOException e) {
      err.printf(
          "%s:%d cannot be reached. Check the endpoint or the connection string, and the network."
              + " Trying again for some minutes; Ctrl-C ends the command.%n",
          endpoint.getHost(), port);
    }
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
