package dev.acstoken.mappings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.devhost.Azurite;
import dev.acstoken.devhost.FaultyTableStorage;
import dev.acstoken.devhost.TableFault;
import dev.acstoken.identity.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies what the commands that scan the table do if Table Storage fails or refuses access. */
class TableFailuresTest {

  private static final String OLD = "https://old.example/tenant";
  private static final int RENAME_WRITES = 4;

  @SuppressWarnings("NullAway.Init")
  private static Azurite azurite;

  private final FaultyTableStorage server = FaultyTableStorage.inFrontOf(azurite);
  private final ProgramFixture program = new ProgramFixture(server.connectionString());
  private final Path file;

  TableFailuresTest(@TempDir Path folder) {
    file = folder.resolve("users.csv");
    program.store(user("alice"));
    assertEquals(ExitCode.DONE, program.run("export", file));
  }

  @BeforeAll
  static void start() {
    azurite = Azurite.start();
  }

  @AfterAll
  static void stop() {
    azurite.close();
  }

  static Stream<TableFault> passingFaults() {
    return Stream.of(
        TableFault.status(503, Optional.empty()),
        TableFault.status(500, Optional.empty()),
        TableFault.dropped());
  }

  @ParameterizedTest
  @MethodSource("passingFaults")
  void aScanContinuesAfterAThrottledOrFailedCall(TableFault fault) throws IOException {
    server.once(3, fault);
    assertEquals(ExitCode.DONE, program.run("export", file), program::errors);
    assertEquals(2, Files.readAllLines(file).size());

    server.once(5, fault);
    assertEquals(ExitCode.DONE, program.run("verify", file), program::errors);
  }

  @Test
  void aPageForWhichTheTableSearchesLongIsWaitedFor() throws IOException {
    server.once(1, TableFault.slow(Duration.ofSeconds(6)));

    assertEquals(ExitCode.DONE, program.run("export", file), program::errors);

    // Each range of keys was read once.
    assertEquals(17, server.requests().size());
  }

  @ParameterizedTest
  @MethodSource("passingFaults")
  void aRenameContinuesAfterAThrottledOrFailedWrite(TableFault fault) throws IOException {
    for (int i = 0; i < RENAME_WRITES; i++) {
      program.store(user("bob" + i));
      // The first requests of a run are those of the scan.
      server.once(20 + 2 * i, fault);

      assertEquals(
          ExitCode.DONE,
          program.run(
              "rename-issuer",
              OLD,
              "staff",
              "--write",
              "--wait",
              0,
              "--report",
              file.resolveSibling("report.csv")),
          program::errors);

      assertTrue(program.find(new User("staff", "bob" + i)).mapping().isPresent());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"export", "verify"})
  void refusedAccessIsExplained(String command) throws IOException {
    server.from(1, TableFault.status(403, Optional.empty()));
    String before = Files.readString(file);

    assertEquals(ExitCode.FAILED, program.run(command, file));

    assertTrue(program.errors().contains("The table refuses access (403"), program.errors());
    assertTrue(program.errors().contains("Storage Table Data Contributor"));
    assertFalse(program.errors().contains("\tat "));
    assertEquals(before, Files.readString(file));
  }

  @Test
  void refusedAccessOfARenameIsExplained() {
    server.from(1, TableFault.status(403, Optional.empty()));

    assertEquals(
        ExitCode.FAILED, program.run("rename-issuer", OLD, "staff", "--report", file + ".report"));

    assertTrue(program.errors().contains("The table refuses access (403"), program.errors());
  }

  @Test
  void aRenameThatMayOnlyReadIsExplained() {
    // The first requests of a run are those of the scan, and two that read the user.
    server.from(20, TableFault.status(403, Optional.empty()));

    assertEquals(
        ExitCode.FAILED,
        program.run("rename-issuer", OLD, "staff", "--write", "--report", file + ".report"));

    assertTrue(program.errors().contains("The table refuses access (403"), program.errors());
  }

  @Test
  void aRenameOfATableThatDoesNotExistSaysSo() {
    program.rows.deleteTable();

    assertEquals(
        ExitCode.FAILED, program.run("rename-issuer", OLD, "staff", "--report", file + ".report"));

    assertEquals("The table does not exist. Check TABLE_STORAGE_TABLE.\n", program.errors());
  }

  private static User user(String id) {
    return new User(OLD, id);
  }
}
