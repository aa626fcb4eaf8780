package dev.acstoken.azure.table;

import dev.acstoken.TableName;
import dev.acstoken.azure.AzureClients;
import dev.acstoken.devhost.Azurite;
import dev.acstoken.identity.MappingStore;
import dev.acstoken.identity.Redacted;
import dev.acstoken.identity.protocol.IntentLog;
import dev.acstoken.identity.protocol.IntentLogContract;
import dev.acstoken.identity.protocol.MappingStoreContract;
import java.net.http.HttpClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

class TableStorageTest {

  @SuppressWarnings("NullAway.Init")
  private static Azurite azurite;

  private final TableStorage storage =
      new AzureClients(HttpClient.newBuilder())
          .tableStorage(
              new TableSettings(
                  new TableSettings.WithConnectionString(new Redacted(azurite.connectionString())),
                  TableName.unique()));

  @BeforeAll
  static void start() {
    azurite = Azurite.start();
  }

  @AfterAll
  static void stop() {
    azurite.close();
  }

  @Nested
  class Mappings extends MappingStoreContract {

    @Override
    protected MappingStore store() {
      return storage.mappings();
    }
  }

  @Nested
  class Intents extends IntentLogContract {

    @Override
    protected IntentLog log() {
      return storage.intentLog();
    }
  }
}
