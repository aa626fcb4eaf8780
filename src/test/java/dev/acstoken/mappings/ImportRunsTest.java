package dev.acstoken.mappings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.azure.table.ScannedRow;
import dev.acstoken.azure.table.TableScan;
import dev.acstoken.devhost.Azurite;
import dev.acstoken.devhost.FaultyTableStorage;
import dev.acstoken.devhost.JavaProgram;
import dev.acstoken.devhost.TableFault;
import dev.acstoken.identity.Account;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Verifies imports of many users, and imports that are interrupted, throttled or concurrent. */
class ImportRunsTest {

  private static final String ISSUER = "https://issuer.example";
  private static final String HEADER =
      "issuer,userId,communicationUserId,createdOn,scopes,blocked\n";
  private static final int LINES = Integer.getInteger("importLines", 5_000);
  private static final int BAD_LINES = 1_000;
  private static final int USERS = 600;
  private static final int IMPORTED_BEFORE_THE_END = 20;

  @SuppressWarnings("NullAway.Init")
  private static Azurite azurite;

  @TempDir private Path folder;

  private final ProgramFixture program = new ProgramFixture(azurite);

  @BeforeAll
  static void start() {
    azurite = Azurite.start();
  }

  @AfterAll
  static void stop() {
    azurite.close();
  }

  @Test
  void exactlyTheBadLinesOfALargeFileAreRejected() throws IOException {
    Path file = folder.resolve("users.csv");
    Set<Long> bad = writeFileWithBadLines(file);

    assertEquals(ExitCode.REPORTED, program.run("import", file, "--write"), program::errors);

    Set<Long> rejected = new HashSet<>();
    for (String line : Files.readAllLines(folder.resolve("users.csv.rejected.csv"))) {
      if (!line.startsWith("line,")) {
        assertTrue(rejected.add(Long.parseLong(line.replaceAll(",.*", ""))), line);
      }
    }
    assertEquals(bad, rejected);
    assertEquals(LINES - BAD_LINES, accounts().size());
  }

  private static Set<Long> writeFileWithBadLines(Path file) throws IOException {
    Random random = new Random(26);
    List<Integer> numbers = new ArrayList<>(IntStream.range(0, LINES).boxed().toList());
    Collections.shuffle(numbers, random);
    Set<Integer> bad = Set.copyOf(numbers.subList(0, BAD_LINES));
    Set<Long> lines = new HashSet<>();
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.append(HEADER);
      int kind = 0;
      for (int i = 0; i < LINES; i++) {
        if (bad.contains(i)) {
          out.append(badLine(kind++, i)).append('\n');
          lines.add(i + 2L);
        } else {
          out.append(line("user" + i, i)).append('\n');
        }
      }
    }
    return lines;
  }

  // The kinds at the end come in pairs, of which both lines are rejected.
  private static String badLine(int kind, int i) {
    String good = line("user" + i, i);
    String id = ProgramFixture.identity(Integer.toHexString(i)).value();
    return switch (kind % 10) {
      case 0 -> good.replace(ISSUER, "");
      case 1 -> good.replace("user" + i, "user\t" + i);
      case 2 -> good.replace("8:acs:", "8:orgid:");
      case 3 -> good.replace(ProgramFixture.RESOURCE, "11111111-2222-3333-4444-555555555555");
      case 4 -> "%s,user%d,%s,tomorrow,,".formatted(ISSUER, i, id);
      case 5 -> "%s,user%d,%s,,pstn,".formatted(ISSUER, i, id);
      case 6 -> good.replace(ISSUER, "\"" + ISSUER);
      case 7 -> "x".repeat(70_000);
      case 8 -> line("twin" + kind / 20, i);
      default -> line("user" + i, 1_000_000 + kind / 20);
    };
  }

  @Test
  void theNextRunCompletesAnImportThatWasKilled() throws Exception {
    Path file = writeUsers("users.csv", "user", 0);
    Process process = importUntilSomeUsersAreStored(file);
    process.destroyForcibly().onExit().join();

    assertTrue(accounts().size() < USERS, "the kill came too late");
    assertImportsAndAgrees(file);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void ctrlCEndsWithASummaryAndTheNextRunCompletes() throws Exception {
    Path file = writeUsers("users.csv", "user", 0);
    Process process = importUntilSomeUsersAreStored(file);
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();

    assertTrue(process.waitFor(30, TimeUnit.SECONDS), "the program does not end");
    String output = Files.readString(folder.resolve("output.txt"));
    assertEquals(ExitCode.FAILED.code(), process.exitValue(), output);
    assertTrue(output.contains(" users imported, 0 had been imported before"), output);
    assertTrue(output.endsWith("Run the same command again to import the other lines.\n"), output);
    try (Stream<Path> temporary = Files.list(folder.resolve("tmp"))) {
      assertEquals(List.of(), temporary.filter(it -> !it.toString().contains("hsperf")).toList());
    }
    assertImportsAndAgrees(file);
  }

  private Process importUntilSomeUsersAreStored(Path file)
      throws IOException, InterruptedException {
    Path temporary = Files.createDirectories(folder.resolve("tmp"));
    ProcessBuilder builder =
        new ProcessBuilder(
                JavaProgram.command(
                    List.of("-Djava.io.tmpdir=" + temporary),
                    Main.class,
                    "import",
                    file.toString(),
                    "--write",
                    "--concurrency",
                    "1"))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output.txt").toFile());
    builder.environment().putAll(program.environment());
    Process process = builder.start();
    while (process.isAlive() && accounts().size() < IMPORTED_BEFORE_THE_END) {
      Thread.sleep(Duration.ofMillis(20).toMillis());
    }
    return process;
  }

  private void assertImportsAndAgrees(Path file) {
    assertEquals(ExitCode.DONE, program.run("import", file, "--write"), program::errors);
    assertTrue(program.output().contains(" had been imported before"), program.output());
    assertEquals(ExitCode.DONE, program.run("verify", file), program::output);
  }

  static Stream<TableFault> faults() {
    return Stream.of(
        TableFault.status(503, Optional.empty()),
        TableFault.status(429, Optional.of(Duration.ofSeconds(1))),
        TableFault.status(500, Optional.empty()),
        TableFault.dropped(),
        TableFault.lostReply());
  }

  @ParameterizedTest
  @MethodSource("faults")
  void anImportContinuesAfterAThrottledOrFailedCall(TableFault fault) throws IOException {
    try (FaultyTableStorage server = FaultyTableStorage.inFrontOf(azurite)) {
      ProgramFixture behind = new ProgramFixture(server.connectionString());
      Path file =
          Files.writeString(
              folder.resolve("few.csv"), HEADER + line("ada", 1) + "\n" + line("bob", 2) + "\n");
      for (int nth = 1; nth <= 7; nth++) {
        server.once(nth, fault);
        assertEquals(ExitCode.DONE, behind.run("import", file, "--write"), behind::errors);
      }
      server.clear();
      assertEquals(ExitCode.DONE, behind.run("verify", file), behind::output);
    }
  }

  @Test
  void twoImportsAtOnceGiveAnIdentityOneOwnerAndAUserOneIdentity() throws Exception {
    List<Path> files =
        List.of(writeUsers("one.csv", "user", 0), writeUsers("other.csv", "user", 1));

    List<CompletableFuture<ExitCode>> runs =
        files.stream()
            .map(
                file ->
                    CompletableFuture.supplyAsync(
                        () -> Main.run(program.session(), "import", file.toString(), "--write")))
            .toList();
    Set<ExitCode> codes = new HashSet<>();
    for (CompletableFuture<ExitCode> run : runs) {
      codes.add(run.get());
    }
    // One import may be faster with every line.
    codes.remove(ExitCode.DONE);
    assertEquals(Set.of(ExitCode.REPORTED), codes);

    Set<String> identities = new HashSet<>();
    for (Account account : accounts()) {
      String id = account.mapping().orElseThrow().communicationUserId().value();
      assertTrue(identities.add(id), "two users have an identity");
      assertEquals(
          Optional.of(account.user()),
          program
              .store()
              .findOwner(account.mapping().orElseThrow().communicationUserId(), program.context));
    }
    Path export = folder.resolve("export.csv");
    assertEquals(ExitCode.DONE, program.run("export", export));
    assertEquals(ExitCode.DONE, program.run("verify", export), program::output);
  }

  // With another offset, the file gives the users each other's identities.
  private Path writeUsers(String name, String prefix, int offset) throws IOException {
    String lines =
        IntStream.range(0, USERS)
            .mapToObj(i -> line(prefix + i, (i + offset) % USERS) + "\n")
            .reduce("", String::concat);
    return Files.writeString(folder.resolve(name), HEADER + lines, UTF_8);
  }

  private static String line(String user, int identity) {
    return "%s,%s,%s,,,"
        .formatted(ISSUER, user, ProgramFixture.identity(Integer.toHexString(identity)));
  }

  private List<Account> accounts() {
    return new TableScan(program.table())
        .all()
        .toStream()
        .filter(row -> row.content() instanceof ScannedRow.StoredAccount)
        .map(row -> ((ScannedRow.StoredAccount) row.content()).account())
        .toList();
  }
}
