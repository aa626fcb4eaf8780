package dev.acstoken.identity.protocol;

import dev.acstoken.identity.MappingStore;
import java.time.InstantSource;
import org.junit.jupiter.api.Nested;

class InMemoryTableTest {

  private final InMemoryTable table = new InMemoryTable(InstantSource.system());

  @Nested
  class Mappings extends MappingStoreContract {

    @Override
    protected MappingStore store() {
      return table;
    }
  }

  @Nested
  class Intents extends IntentLogContract {

    @Override
    protected IntentLog log() {
      return table;
    }
  }
}
