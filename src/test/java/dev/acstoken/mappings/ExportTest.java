package dev.acstoken.mappings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableEntityUpdateMode;
import dev.acstoken.azure.table.TableScan;
import dev.acstoken.devhost.Azurite;
import dev.acstoken.identity.AccessPolicy;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.Move;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.PendingChange;
import dev.acstoken.mappings.file.FileFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExportTest {

  private static final String ISSUER = "https://login.example/tenant";
  private static final String HEADER = "issuer,userId,communicationUserId,createdOn,scopes,blocked";
  private static final AccessPolicy CHAT_AND_VOIP =
      AccessPolicy.custom(ScopeSet.of(TokenScope.CHAT, TokenScope.VOIP));
  private static final AccessPolicy BLOCKED = AccessPolicy.custom(ScopeSet.NONE);

  @SuppressWarnings("NullAway.Init")
  private static Azurite azurite;

  private final ProgramFixture program = new ProgramFixture(azurite);
  private final Path folder;
  private final Path file;
  private final Path report;

  ExportTest(@TempDir Path folder) {
    this.folder = folder;
    file = folder.resolve("users.csv");
    report = folder.resolve("users.csv.report.csv");
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
  void writesEveryUserWithIdentityAndPolicy() throws IOException {
    Mapping alice = program.store(user("alice"));
    Mapping bob = program.store(user("bob, \"the\" builder"), CHAT_AND_VOIP);
    Mapping carol = program.store(user("carol"), BLOCKED);
    program.block(user("dave"));

    assertEquals(ExitCode.DONE, program.run("export", file));

    assertEquals(
        List.of(
            HEADER,
            line("alice", id(alice), "2026-11-01T08:30:00.125Z", "", ""),
            line(
                "\"bob, \"\"the\"\" builder\"",
                id(bob),
                "2026-11-01T08:30:00.125Z",
                "chat voip",
                ""),
            line("carol", id(carol), "2026-11-01T08:30:00.125Z", "", "true"),
            line("dave", "", "", "", "true")),
        sorted(Files.readAllLines(file)));
    assertTrue(program.output().contains("Exported 4 users"));
    assertFalse(Files.exists(report));
  }

  @Test
  void writesJsonLines() throws IOException {
    Mapping mapping = program.store(user("alice"), CHAT_AND_VOIP);
    Path lines = folder.resolve("users.jsonl");

    assertEquals(ExitCode.DONE, program.run("export", lines));

    assertEquals(
        """
        {"issuer":"%s","userId":"alice","communicationUserId":"%s","createdOn":"2026-11-01T08:30:00.125Z","scopes":"chat voip"}
        """
            .formatted(ISSUER, id(mapping)),
        Files.readString(lines));
  }

  @Test
  void aTableOfSeveralPagesIsExported() throws IOException {
    IntStream.range(0, 1500).parallel().forEach(i -> program.block(user("user" + i)));

    assertEquals(ExitCode.DONE, program.run("export", file));

    assertEquals(1501, Files.readAllLines(file).size());
  }

  @Test
  void guestsInvitationsAndPreviousIdentitiesAreCountedOnly() throws IOException {
    program.store(user("alice"));
    program.supersede(user("alice"), "2");
    program.store(guest());
    program.rows.createEntity(
        new TableEntity("invitation-1", "invitation")
            .addProperty("Issuer", ISSUER)
            .addProperty("UserId", "alice"));

    assertEquals(ExitCode.DONE, program.run("export", file));

    assertEquals(2, Files.readAllLines(file).size());
    assertTrue(
        program.output().contains("Not exported: 1 guests, 1 invitations, 1 previous identities."));
  }

  @Test
  void aPendingChangeIsReported() throws IOException {
    program.store(user("alice"));
    program.replace(program.find(user("alice")).withState(Mapping.State.REVOKING));

    assertEquals(ExitCode.DONE, program.run("export", file));

    assertEquals(2, Files.readAllLines(file).size());
    assertTrue(Files.readString(report).contains("pending," + ISSUER + ",alice,"));
    assertTrue(program.output().contains("1 changes have not ended"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Mapping.State.class,
      names = {"ADOPTING", "DELETING"})
  void anIdentityThatTheUserMayNotKeepIsLeftOutAndThePolicyIsNot(Mapping.State state)
      throws IOException {
    program.store(user("alice"));
    program.replace(program.find(user("alice")).withState(state));
    program.store(user("bob"), BLOCKED);
    program.replace(program.find(user("bob")).withState(state));

    assertEquals(ExitCode.DONE, program.run("export", file));

    assertEquals(List.of(HEADER, line("bob", "", "", "", "true")), Files.readAllLines(file));
    assertTrue(Files.readString(report).contains("the file does not contain it"));
  }

  @Test
  void anEntryOfTheIntentLogIsReported() throws IOException {
    Mapping mapping = ProgramFixture.mapping(user("new"), "a");
    program.storage.intentLog().begin(PendingChange.Kind.IDENTITY, mapping, program.context);

    assertEquals(ExitCode.DONE, program.run("export", file));

    assertTrue(Files.readString(report).contains(id(mapping)));
  }

  @Test
  void aMovedUserIsExportedOnceUnderTheNewName() throws IOException {
    program.replace(Account.blank(user("alice")).pointerTo("staff"));
    User renamed = new User("staff", "alice");
    program.store(renamed);
    program.replace(program.find(renamed).withMove(new Move(Move.Stage.FROM, ISSUER)));
    User blank = new User("staff", "blank");
    program.replace(Account.blank(blank).withMove(new Move(Move.Stage.FROM, ISSUER)));
    makeOld();

    assertEquals(ExitCode.DONE, program.run("export", file), program::output);

    List<String> lines = Files.readAllLines(file);
    assertEquals(2, lines.size());
    assertTrue(lines.get(1).startsWith("staff,alice,"));
  }

  @Test
  void aUserWhoIsBeingMovedIsReportedBecauseTheFileIsNoBackup() throws IOException {
    program.store(user("alice"));
    program.replace(program.find(user("alice")).withMove(new Move(Move.Stage.MOVING, "staff")));
    makeOld();

    assertEquals(ExitCode.REPORTED, program.run("export", file));

    assertTrue(Files.readString(report).contains("moved," + ISSUER + ",alice,"));
    assertTrue(program.output().contains("The file is no backup"));
  }

  @Test
  void aUserWhoWasMovedDuringTheExportIsReported() throws IOException {
    program.replace(Account.blank(user("alice")).pointerTo("staff"));
    var export = new Export(new TableScan(program.table()), program.session());
    makeOld();
    program.replace(Account.blank(user("bob")).pointerTo("staff"));

    assertEquals(ExitCode.REPORTED, export.run(file, FileFormat.CSV, report));

    String reported = Files.readString(report);
    assertTrue(reported.contains("moved," + ISSUER + ",bob,"), reported);
  }

  @Test
  void aReportDoesNotReplaceTheFile() throws IOException {
    assertEquals(ExitCode.USAGE, program.run("export", file, "--report", file));
    assertEquals(
        ExitCode.USAGE,
        program.run("export", file, "--report", folder.resolve("x/../" + file.getFileName())));
    assertEquals(List.of(), list());
  }

  @Test
  void aReportContainsNoFormula() throws IOException {
    program.store(user("=1+1"));
    program.replace(program.find(user("=1+1")).withState(Mapping.State.REVOKING));

    assertEquals(ExitCode.DONE, program.run("export", file));

    assertTrue(Files.readString(report).contains(",'=1+1,"));
    assertTrue(Files.readString(file).contains(",=1+1,"));
  }

  // The table tells the time of a response in whole seconds.
  private static void makeOld() {
    LockSupport.parkNanos(Duration.ofMillis(1500).toNanos());
  }

  @Test
  void aRowThatCannotBeReadIsReportedAndTheOthersAreExported() throws IOException {
    program.store(user("alice"));
    program.store(user("bob"));
    program.rows.updateEntity(
        new TableEntity(user("bob").key(), "identity").addProperty("State", "unheard-of"),
        TableEntityUpdateMode.MERGE);

    assertEquals(ExitCode.REPORTED, program.run("export", file));

    assertEquals(2, Files.readAllLines(file).size());
    assertTrue(Files.readString(report).contains("unheard-of"));
  }

  @Test
  void onlyTheOwnerMayReadTheFiles() throws IOException {
    Assumptions.assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
    program.store(user("alice"));
    program.replace(program.find(user("alice")).withState(Mapping.State.REVOKING));

    assertEquals(ExitCode.DONE, program.run("export", file));

    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(report)));
  }

  @Test
  void anInterruptedExportKeepsTheEarlierFile() throws IOException {
    program.store(user("alice"));
    Files.writeString(file, "earlier", UTF_8);
    program.interruption().request();

    assertEquals(ExitCode.FAILED, program.run("export", file));

    assertEquals("earlier", Files.readString(file));
    assertEquals(List.of(file), list());
    assertTrue(program.errors().contains("Interrupted"));
  }

  @Test
  void aTableThatDoesNotExistIsNamedAndNoFileIsWritten() throws IOException {
    program.rows.deleteTable();

    assertEquals(ExitCode.FAILED, program.run("export", file));

    assertEquals("The table does not exist. Check TABLE_STORAGE_TABLE.\n", program.errors());
    assertEquals(List.of(), list());
  }

  @Test
  void anotherEndingIsRefused() {
    assertEquals(ExitCode.USAGE, program.run("export", folder.resolve("users.txt")));
  }

  private List<Path> list() throws IOException {
    try (var files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static List<String> sorted(List<String> lines) {
    return lines.stream()
        .sorted(
            (a, b) ->
                a.equals(HEADER)
                    ? -1
                    : b.equals(HEADER) ? 1 : a.replace("\"", "").compareTo(b.replace("\"", "")))
        .toList();
  }

  private static String line(String... values) {
    return ISSUER + "," + String.join(",", values);
  }

  private static String id(Mapping mapping) {
    return mapping.communicationUserId().value();
  }

  private static User guest() {
    return new User("#guests", "AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA");
  }

  private static User user(String id) {
    return new User(ISSUER, id);
  }
}
