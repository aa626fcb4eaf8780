package dev.acstoken.devhost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.data.tables.TableClient;
import com.azure.data.tables.TableServiceClientBuilder;
import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableTransactionAction;
import com.azure.data.tables.models.TableTransactionActionType;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AzuriteTest {

  @TempDir private Path parent;

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
  void aKilledServiceLosesNothingThatItConfirmed() {
    var folder = Optional.of(parent.resolve("the tables"));
    try (var killed = Azurite.start(0, folder, Progress.SILENT)) {
      var table = identities(killed);
      table.createEntity(new TableEntity("partition", "deleted"));
      table.createEntity(new TableEntity("partition", "updated").addProperty("state", "old"));
      table.submitTransaction(
          List.of(
              new TableTransactionAction(
                  TableTransactionActionType.CREATE, new TableEntity("partition", "of a batch"))));
      table.deleteEntity("partition", "deleted");
      table.updateEntity(new TableEntity("partition", "updated").addProperty("state", "new"));
      ProcessHandle.of(killed.pid()).orElseThrow().destroyForcibly();
    }

    try (var next = Azurite.start(0, folder, Progress.SILENT)) {
      var table = identities(next);

      assertEquals(
          List.of("of a batch", "updated"),
          table.listEntities().stream().map(TableEntity::getRowKey).sorted().toList());
      assertEquals("new", table.getEntity("partition", "updated").getProperty("state"));
    }
  }

  private static TableClient identities(Azurite azurite) {
    var service =
        new TableServiceClientBuilder().connectionString(azurite.connectionString()).buildClient();
    service.createTableIfNotExists("identities");
    return service.getTableClient("identities");
  }

  @Test
  void anEndThatNobodyAskedForIsLogged() throws Exception {
    var logged = new CompletableFuture<String>();
    var log = Logger.getLogger(Azurite.class.getName());
    log.setLevel(Level.ALL);
    log.setFilter(
        event -> {
          logged.complete(event.getMessage());
          return false;
        });
    try (var azurite = Azurite.start()) {
      ProcessHandle.of(azurite.pid()).orElseThrow().destroyForcibly();

      assertTrue(logged.get(1, TimeUnit.MINUTES).startsWith("Azurite has ended."));
    } finally {
      log.setFilter(null);
      log.setLevel(null);
    }
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
