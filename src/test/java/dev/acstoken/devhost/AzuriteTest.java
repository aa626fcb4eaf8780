package dev.acstoken.devhost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.data.tables.TableServiceClientBuilder;
import com.azure.data.tables.models.TableEntity;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class AzuriteTest {

  @Test
  void storesEntitiesUntilItIsClosed() {
    ProcessHandle process;
    try (var azurite = Azurite.start()) {
      process = ProcessHandle.of(azurite.pid()).orElseThrow();
      var table =
          new TableServiceClientBuilder()
              .connectionString(azurite.connectionString())
              .buildClient()
              .createTableIfNotExists("identities");
      table.createEntity(new TableEntity("partition", "row").addProperty("state", "active"));

      assertEquals("active", table.getEntity("partition", "row").getProperty("state"));
    }
    assertFalse(process.isAlive());
  }

  @Test
  void namesThePortThatIsTaken() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var thrown =
          assertThrows(CannotStartException.class, () -> Azurite.start(taken.getLocalPort()));

      assertTrue(thrown.getMessage().contains("Port " + taken.getLocalPort()));
      assertTrue(thrown.getMessage().contains("--azurite-port or ACSTOKEN_AZURITE_PORT"));
    }
  }

  @Test
  void reportsThatNodeIsMissing() {
    var thrown =
        assertThrows(CannotStartException.class, () -> NodeRuntime.find("no-such-node-program"));

    assertTrue(thrown.getMessage().startsWith("Node.js 20 or newer is needed"));
  }
}
