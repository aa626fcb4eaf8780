package dev.acstoken.mappings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.azure.data.tables.models.TableEntity;
import dev.acstoken.azure.table.RowFixture;
import dev.acstoken.devhost.Azurite;
import dev.acstoken.identity.AccessPolicy;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.User;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies that an export, imported into an empty table, gives the same rows. */
class RestoreTest {

  private static final AccessPolicy CHAT = AccessPolicy.custom(ScopeSet.of(TokenScope.CHAT));
  private static final AccessPolicy BLOCKED = AccessPolicy.custom(ScopeSet.NONE);

  @SuppressWarnings("NullAway.Init")
  private static Azurite azurite;

  private final ProgramFixture program = new ProgramFixture(azurite);
  private final Path folder;

  RestoreTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeAll
  static void start() {
    azurite = Azurite.start();
  }

  @AfterAll
  static void stop() {
    azurite.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"users.csv", "users.jsonl"})
  void aRestoredTableHasTheSameRowsAndAgrees(String name) {
    Path file = folder.resolve(name);
    IntStream.range(0, 100).forEach(i -> program.store(user("user" + i)));
    program.store(user("chat, \"only\""), CHAT);
    program.store(user("blocked"), BLOCKED);
    program.block(user("blocked without identity"));
    program.store(user("日本語 é 😀"));
    assertEquals(ExitCode.DONE, program.run("export", file), program::errors);
    Map<String, Map<String, Object>> before = rows();

    program.rows.deleteTable();
    assertEquals(ExitCode.DONE, program.run("import", file, "--write"), program::errors);

    assertEquals(before, rows());
    assertEquals(ExitCode.DONE, program.run("verify", file), program::output);
  }

  private Map<String, Map<String, Object>> rows() {
    Map<String, Map<String, Object>> rows = new TreeMap<>();
    for (TableEntity row : program.rows.listEntities()) {
      rows.put(row.getPartitionKey() + "/" + row.getRowKey(), RowFixture.stored(row));
    }
    return rows;
  }

  private static User user(String id) {
    return new User("https://login.example/tenant", id);
  }
}
