package dev.acstoken.mappings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.azure.table.ScannedRow;
import dev.acstoken.azure.table.TableScan;
import dev.acstoken.devhost.Azurite;
import dev.acstoken.devhost.JavaProgram;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verifies that the next run completes a rename whose process was killed. */
class KilledRenameTest {

  private static final String OLD = "https://old.example/tenant";
  private static final String NEW = "staff";
  private static final int USERS = 300;
  private static final int MOVED_BEFORE_THE_KILL = 20;

  @SuppressWarnings("NullAway.Init")
  private static Azurite azurite;

  private final ProgramFixture program = new ProgramFixture(azurite);
  private final Path folder;

  KilledRenameTest(@TempDir Path folder) {
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

  @Test
  void theNextRunCompletesIt() throws Exception {
    List<Mapping> before =
        IntStream.range(0, USERS)
            .parallel()
            .mapToObj(i -> program.store(new User(OLD, "user" + i)))
            .toList();

    renameUntilItIsKilled();
    assertTrue(moved() < USERS, "the kill came too late");
    Path report = folder.resolve("report.csv");
    assertEquals(
        ExitCode.DONE,
        program.run("rename-issuer", OLD, NEW, "--write", "--wait", 0, "--report", report),
        program::output);

    for (Mapping mapping : before) {
      Account moved = program.find(new User(NEW, mapping.user().id()));
      assertTrue(moved.hasIdentity(mapping));
    }
    Path export = folder.resolve("users.csv");
    // An export reports users who were moved in the last second.
    LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
    assertEquals(ExitCode.DONE, program.run("export", export));
    assertEquals(USERS + 1, Files.readAllLines(export).size());
    assertEquals(ExitCode.DONE, program.run("verify", export), program::output);
  }

  private void renameUntilItIsKilled() throws IOException, InterruptedException {
    String[] arguments = {"rename-issuer", OLD, NEW, "--write", "--concurrency", "1"};
    ProcessBuilder builder =
        new ProcessBuilder(JavaProgram.command(Main.class, arguments))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output.txt").toFile());
    builder.environment().putAll(program.environment());
    Process process = builder.start();
    try {
      while (process.isAlive() && moved() < MOVED_BEFORE_THE_KILL) {
        Thread.sleep(Duration.ofMillis(20).toMillis());
      }
    } finally {
      process.destroyForcibly().onExit().join();
    }
    assertTrue(moved() > 0, Files.readString(folder.resolve("output.txt")));
  }

  private long moved() {
    return new TableScan(program.table())
        .ofIssuers(List.of(OLD))
        .toStream()
        .filter(row -> row.content() instanceof ScannedRow.StoredAccount)
        .map(row -> ((ScannedRow.StoredAccount) row.content()).account())
        .filter(AccountRecords::isPointer)
        .count();
  }
}
