package dev.acstoken.mappings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableEntityUpdateMode;
import dev.acstoken.devhost.Azurite;
import dev.acstoken.identity.AccessPolicy;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.PendingChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyTest {

  private static final String ISSUER = "https://login.example/tenant";
  private static final AccessPolicy CHAT = AccessPolicy.custom(ScopeSet.of(TokenScope.CHAT));
  private static final AccessPolicy BLOCKED = AccessPolicy.custom(ScopeSet.NONE);

  @SuppressWarnings("NullAway.Init")
  private static Azurite azurite;

  private final ProgramFixture program = new ProgramFixture(azurite);
  private final Path file;
  private final Path report;

  VerifyTest(@TempDir Path folder) {
    file = folder.resolve("users.csv");
    report = folder.resolve("users.csv.differences.csv");
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
  void aReportDoesNotReplaceTheFile() throws IOException {
    Files.writeString(file, "precious");

    assertEquals(ExitCode.USAGE, program.run("verify", file, "--report", file));

    assertEquals("precious", Files.readString(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"users.csv", "users.jsonl"})
  void anExportAgreesWithItsTable(String name) {
    program.store(user("alice"));
    program.store(user("bob"), CHAT);
    program.store(user("carol"), BLOCKED);
    program.block(user("dave"));
    program.supersede(user("alice"), "2");
    program.store(new User("#guests", "AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA"));
    Path export = file.resolveSibling(name);
    assertEquals(ExitCode.DONE, program.run("export", export));

    assertEquals(ExitCode.DONE, program.run("verify", export));

    assertEquals(
        """
        Compared 4 lines of the file with the table.
        The file and the table agree.
        """,
        program.output());
    assertFalse(Files.exists(report));
  }

  @Test
  void aUserWhoIsOnlyInTheFileIsFound() throws IOException {
    export(user("alice"));
    append(ISSUER + ",bob,,,,true");

    assertDiffers("file-only,3,%s,bob,Only the file has the user.".formatted(ISSUER));
  }

  @Test
  void aUserWhoIsOnlyInTheTableIsFound() throws IOException {
    export(user("alice"));
    Mapping bob = program.store(user("bob"));
    program.block(user("carol"));

    assertDiffers(
        "table-only,,%s,bob,\"Only the table has the user, with the identity %s.\""
            .formatted(ISSUER, bob.communicationUserId()),
        "table-only,,%s,carol,\"Only the table has the user, with the policy blocked.\""
            .formatted(ISSUER));
  }

  @Test
  void anotherIdentityIsFound() throws IOException {
    Mapping first = export(user("alice"));
    Mapping second = program.supersede(user("alice"), "2");

    assertDiffers(
        "identity,2,%s,alice,\"The file has the identity %s, and the table the identity %s.\""
            .formatted(ISSUER, first.communicationUserId(), second.communicationUserId()));
  }

  @Test
  void anotherPolicyIsFound() throws IOException {
    export(user("alice"));
    program.replace(program.find(user("alice")).withPolicy(BLOCKED));

    assertDiffers(
        "policy,2,%s,alice,\"The file has the policy inherited, and the table blocked.\""
            .formatted(ISSUER));
  }

  @Test
  void aRepeatedUserIsFound() throws IOException {
    Mapping alice = export(user("alice"));
    for (int i = 0; i < 30; i++) {
      append("%s,alice,%s,,,".formatted(ISSUER, alice.communicationUserId()));
    }

    assertDiffers(
        "repeated,2,%s,alice,\"The user is repeated in the lines 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and others.\""
            .formatted(ISSUER));
  }

  @Test
  void aLineThatCannotBeReadIsFound() throws IOException {
    export(user("alice"));
    append("nonsense");

    assertDiffers("unreadable-line,3,,,The line has 1 values instead of 6.");
  }

  @Test
  void aMappingWithoutOwnerIsFound() throws IOException {
    Mapping alice = export(user("alice"));
    assertTrue(program.store().removeOwner(alice, program.context));

    assertDiffers("owner,,%s,alice,No owner of the identity is stored.".formatted(ISSUER));
  }

  @Test
  void anOwnerWithoutMappingIsFound() throws IOException {
    export(user("alice"));
    Mapping orphan = ProgramFixture.mapping(user("alice"), "3");
    assertTrue(program.store().putOwner(orphan, program.context));

    assertDiffers(
        "owner,,%s,alice,The user is stored as the owner of an identity that no user has (row %s/user)."
            .formatted(ISSUER, orphan.communicationUserId().key()));
  }

  @Test
  void anOwnerWhoIsAnotherUserIsFound() throws IOException {
    Mapping alice = export(user("alice"));
    program.store().moveOwner(user("alice"), alice.withUser(user("bob")), program.context);

    assertDiffers(
        "owner,,%s,alice,bob of %s is stored as the owner of the identity."
            .formatted(ISSUER, ISSUER));
  }

  @Test
  void usersWhoShareAnIdentityAreFound() throws IOException {
    Mapping alice = program.store(user("alice"));
    program.replace(Account.blank(user("bob")).withMapping(alice.withUser(user("bob"))));
    assertEquals(ExitCode.DONE, program.run("export", file));

    assertEquals(ExitCode.REPORTED, program.run("verify", file));

    assertTrue(Files.readAllLines(report).get(1).startsWith("shared,"));
  }

  @Test
  void aRowThatCannotBeReadIsFound() throws IOException {
    export(user("alice"));
    program.store(user("bob"));
    program.rows.updateEntity(
        new TableEntity(user("bob").key(), "identity").addProperty("State", "unheard-of"),
        TableEntityUpdateMode.MERGE);

    assertEquals(ExitCode.REPORTED, program.run("verify", file));

    assertTrue(Files.readString(report).contains("unreadable-row,"));
  }

  @Test
  void pendingChangesAreReportedButAreNoDifferences() throws IOException {
    Mapping alice = export(user("alice"));
    program.replace(program.find(user("alice")).withState(Mapping.State.REVOKING));
    program.storage.intentLog().begin(PendingChange.Kind.POLICY, alice, program.context);
    Mapping begun = ProgramFixture.mapping(user("bob"), "4");
    program.storage.intentLog().begin(PendingChange.Kind.IDENTITY, begun, program.context);
    assertTrue(program.store().putOwner(begun, program.context));

    assertEquals(ExitCode.DONE, program.run("verify", file));

    assertTrue(program.output().contains("3 changes have not ended."));
    assertTrue(program.output().contains("agree"));
    assertEquals(4, Files.readAllLines(report).size());
  }

  @Test
  void aFileWithTheOldNameOfARenamedIssuerDiffersAndTheNewNameIsNamed() throws IOException {
    export(user("alice"));
    assertEquals(
        ExitCode.DONE,
        program.run("rename-issuer", ISSUER, "staff", "--write", "--wait", 0, "--report", report));

    assertEquals(ExitCode.REPORTED, program.run("verify", file));

    List<String> lines = Files.readAllLines(report);
    assertTrue(lines.toString().contains("The user was moved to the issuer staff."));
    assertTrue(lines.toString().contains("table-only,,staff,alice"));
  }

  @Test
  void manyDifferencesAreInTheReportAndSomeOnTheScreen() throws IOException {
    export(user("alice"));
    for (int i = 0; i < 25; i++) {
      append("%s,user%d,,,,true".formatted(ISSUER, i));
    }

    assertEquals(ExitCode.REPORTED, program.run("verify", file));

    assertEquals(26, Files.readAllLines(report).size());
    assertEquals(10, program.output().lines().filter(it -> it.contains("Only the file")).count());
    assertTrue(program.output().contains("25 users are only in the file."));
    assertTrue(program.output().contains("The file and the table differ."));
  }

  @Test
  void aFileThatDoesNotExistIsNamed() {
    assertEquals(ExitCode.FAILED, program.run("verify", file));

    assertTrue(program.errors().contains("does not exist"));
  }

  @Test
  void anInterruptedComparisonDoesNotSayThatBothAgree() throws IOException {
    export(user("alice"));
    program.interruption().request();

    assertEquals(ExitCode.FAILED, program.run("verify", file));

    assertEquals("", program.output());
  }

  private Mapping export(User user) {
    Mapping mapping = program.store(user);
    assertEquals(ExitCode.DONE, program.run("export", file));
    return mapping;
  }

  private void append(String line) throws IOException {
    Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
  }

  private void assertDiffers(String... expected) throws IOException {
    assertEquals(ExitCode.REPORTED, program.run("verify", file));
    List<String> lines = Files.readAllLines(report);
    assertEquals("difference,line,issuer,userId,detail", lines.get(0));
    assertEquals(List.of(expected), lines.subList(1, lines.size()).stream().sorted().toList());
  }

  private static User user(String id) {
    return new User(ISSUER, id);
  }
}
