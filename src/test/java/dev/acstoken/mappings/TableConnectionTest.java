package dev.acstoken.mappings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.data.tables.TableAsyncClient;
import com.azure.data.tables.TableClientBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

/** Verifies what a user reads if the table's endpoint cannot be reached. */
class TableConnectionTest {

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void anEndpointThatCannotBeReachedIsNamedAtOnce() throws IOException {
    int closedPort;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      warnAbout(server.getLocalPort());
      assertEquals("", err.toString(UTF_8));
      closedPort = server.getLocalPort();
    }

    warnAbout(closedPort);

    String warning = err.toString(UTF_8);
    assertTrue(warning.startsWith("127.0.0.1:" + closedPort + " cannot be reached."), warning);
  }

  private void warnAbout(int port) {
    TableAsyncClient client =
        new TableClientBuilder()
            .connectionString(
                "DefaultEndpointsProtocol=http;AccountName=a;AccountKey=YQ==;TableEndpoint=http://127.0.0.1:"
                    + port
                    + "/a")
            .tableName("identities")
            .buildAsyncClient();
    TableConnection.warnIfUnreachable(client, new PrintStream(err, true, UTF_8));
  }
}
