package dev.acstoken.mappings;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.TableName;
import dev.acstoken.devhost.Azurite;
import dev.acstoken.devhost.JavaProgram;
import dev.acstoken.identity.AccessPolicy;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.Move;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.PendingChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportTest {

  private static final String ISSUER = "https://issuer.example";
  private static final User ADA = new User(ISSUER, "ada");
  private static final User BOB = new User(ISSUER, "bob");
  private static final ScopeSet CHAT = ScopeSet.of(TokenScope.CHAT);
  private static final AccessPolicy BLOCKED = AccessPolicy.custom(ScopeSet.NONE);

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
  void withoutWriteTheFileIsOnlyValidated() throws IOException {
    Path file = file(line(ADA, "a1"), line(BOB, "b1"));

    assertEquals(ExitCode.DONE, program.run("import", file));

    assertEquals(
        "2 of 2 lines are valid. Nothing was written: add --write to import them.\n",
        program.output());
    assertEquals(Account.blank(ADA), program.find(ADA));
    assertFalse(Files.exists(rejected(file)));
  }

  @Test
  void theRowsAreThoseThatTheEndpointWrites() throws IOException {
    Path file =
        file(
            ISSUER + ",ada," + id("a1") + ",2024-05-31T12:00:00.123Z,chat voip,",
            ISSUER + ",bob," + id("b1") + ",,,",
            ISSUER + ",eve,,,,true");

    assertEquals(ExitCode.DONE, write(file));

    assertEquals(
        "3 users imported, 0 had been imported before, 0 overwritten.\n", program.output());
    Account ada = program.find(ADA);
    assertEquals(
        Mapping.active(
            ADA, id("a1"), ProgramFixture.ACS, Instant.parse("2024-05-31T12:00:00.123Z")),
        ada.mapping().orElseThrow());
    assertEquals(AccessPolicy.custom(ScopeSet.of(TokenScope.CHAT, TokenScope.VOIP)), ada.policy());
    assertEquals(Optional.of(ADA), owner("a1"));
    assertEquals(AccessPolicy.INHERITED, program.find(BOB).policy());
    assertEquals(BLOCKED, program.find(new User(ISSUER, "eve")).policy());
    assertEquals(Optional.empty(), program.find(new User(ISSUER, "eve")).mapping());
  }

  @Test
  void anotherRunRecognisesWhatIsImportedAndChangesNothing() throws IOException {
    Path file = file(line(ADA, "a1"), line(BOB, "b1"), ISSUER + ",eve,,,,true");
    write(file);
    Account before = program.find(ADA);

    assertEquals(ExitCode.DONE, write(file));

    assertEquals(
        "0 users imported, 3 had been imported before, 0 overwritten.\n", program.output());
    assertEquals(before, program.find(ADA));
  }

  @Test
  void anOwnerRowOfAnInterruptedImportIsCompleted() throws IOException {
    program.store().putOwner(ProgramFixture.mapping(ADA, "a1"), program.context);

    assertEquals(ExitCode.DONE, write(file(line(ADA, "a1"))));

    assertTrue(program.find(ADA).hasIdentity(ProgramFixture.mapping(ADA, "a1")));
  }

  @Test
  void aLostOwnerRowIsStoredAgain() throws IOException {
    Path file = file(line(ADA, "a1"), line(BOB, "b1"));
    write(file);
    program.store().removeOwner(ProgramFixture.mapping(BOB, "b1"), program.context);

    assertEquals(ExitCode.DONE, write(file));

    assertEquals(Optional.of(BOB), owner("b1"));
  }

  @Test
  void aUserWithAnotherIdentityIsRejected() throws IOException {
    Mapping current = program.store(ADA);

    assertRejected("The user has another ACS identity.", file(line(ADA, "a1")));

    assertTrue(program.find(ADA).hasIdentity(current));
    assertEquals(Optional.empty(), owner("a1"), "the owner is removed again");
  }

  @Test
  void anIdentityOfAnotherUserIsRejected() throws IOException {
    program.store().putOwner(ProgramFixture.mapping(BOB, "a1"), program.context);

    assertRejected("Another user or guest has the ACS identity.", file(line(ADA, "a1")));

    assertEquals(Account.blank(ADA), program.find(ADA));
  }

  @Test
  void anIdentityInCapitalLettersIsNotAnotherIdentity() throws IOException {
    write(file(line(ADA, "a1")));

    assertRejected(
        "communicationUserId contains capital letters",
        file(line(BOB, "a1").replace("a1,,,", "A1,,,")));
  }

  @Test
  void anIdentityThatTheIntentLogNamesIsRejected() throws IOException {
    for (PendingChange.Kind kind : PendingChange.Kind.values()) {
      String suffix = new User(ISSUER, kind.name()).key().substring(0, 12);
      program.storage.intentLog().begin(kind, ProgramFixture.mapping(BOB, suffix), program.context);

      assertRejected("A change of the identity has not ended.", file(line(ADA, suffix)));
    }
    assertEquals(Account.blank(ADA), program.find(ADA));
  }

  @Test
  void aUserWhoIsBeingChangedIsRejected() throws IOException {
    for (Mapping.State state :
        List.of(Mapping.State.ADOPTING, Mapping.State.REVOKING, Mapping.State.DELETING)) {
      User user = new User(ISSUER, state.name());
      Mapping mapping = ProgramFixture.mapping(user, user.key().substring(0, 12));
      program.replace(Account.blank(user).withMapping(mapping.withState(state)));

      assertRejected(
          "A change of the user has not ended.",
          file(ISSUER + "," + user.id() + "," + mapping.communicationUserId() + ",,chat,"));
      assertEquals(state, program.find(user).mapping().orElseThrow().state());
    }
  }

  @Test
  void aUserWhoseIssuerWasRenamedIsRejectedWithTheNewName() throws IOException {
    program.store().putOwner(ProgramFixture.mapping(renamed(ADA), "a1"), program.context);
    program.replace(Account.blank(ADA).withMove(new Move(Move.Stage.MOVED, "main")));
    program.store().putOwner(ProgramFixture.mapping(renamed(BOB), "b1"), program.context);
    program.replace(
        Account.blank(BOB)
            .withMapping(ProgramFixture.mapping(BOB, "b1"))
            .withMove(new Move(Move.Stage.MOVING, "main")));

    assertRejected(
        "The issuer was renamed, and the user is stored under the new name. Use main.",
        file(line(ADA, "a1")));
    assertRejected("The user is being moved to another name of the issuer.", file(line(BOB, "b1")));
  }

  @Test
  void aUserWhoIsStoredUnderTheFormerNameOfTheIssuerIsRejected() throws IOException {
    Mapping current = program.store(ADA);
    program.block(BOB);
    program.replace(program.find(BOB).withMove(new Move(Move.Stage.MOVING, "main")));
    User eve = new User(ISSUER, "eve");
    program.replace(Account.blank(eve).withMove(new Move(Move.Stage.MOVED, "other")));
    String[] option = {"--former-issuer=main=" + ISSUER};

    String notMoved =
        "The user is stored under https://issuer.example, the former name of the issuer.";
    assertRejected(notMoved, file(line(renamed(ADA), "a1")), option);
    assertRejected(notMoved, file("main,bob,,,chat,"), option);
    assertRejected(
        "The user was moved from https://issuer.example to other.",
        file(line(renamed(eve), "c1")),
        option);

    assertTrue(program.find(ADA).hasIdentity(current));
    assertEquals(Account.blank(renamed(ADA)), program.find(renamed(ADA)));
    assertEquals(Optional.empty(), owner("a1"));
  }

  @Test
  void aNewUserOfARenamedIssuerGetsAPointerFromTheFormerName() throws IOException {
    Path file = file(line(renamed(ADA), "a1"), line(BOB, "b1"));

    assertEquals(ExitCode.DONE, write(file, "--former-issuer", "main=" + ISSUER));

    assertTrue(program.find(ADA).isAt(Move.Stage.MOVED, "main"));
    assertEquals(Optional.of(renamed(ADA)), owner("a1"));
    assertTrue(program.find(BOB).move().isEmpty(), "the line names the former issuer");
    assertEquals(ExitCode.DONE, write(file, "--former-issuer", "main=" + ISSUER));
    assertEquals(
        "0 users imported, 2 had been imported before, 0 overwritten.\n", program.output());
  }

  @Test
  void theFormerNameMayBeThatOfTheTrustedIssuers() throws IOException {
    program.store(ADA);
    Session session = program.session();
    Map<String, String> environment = program.environment();
    environment.put(
        "AUTH_ISSUERS",
        """
        [{"issuer": "%s", "alias": "main", "previousIssuer": "%s", "audiences": ["chat"]}]
        """
            .formatted(ISSUER, ISSUER));
    Session configured =
        new Session(environment, session.out(), session.err(), false, session.interruption());
    Path file = file(line(renamed(ADA), "a1"));

    assertEquals(
        ExitCode.REPORTED,
        Main.run(configured, "import", file.toString(), "--write"),
        program.errors());

    assertEquals(Account.blank(renamed(ADA)), program.find(renamed(ADA)));
  }

  private static User renamed(User user) {
    return new User("main", user.id());
  }

  @Test
  void anIdentityIsAddedToABlockedUserAndTheBlockStays() throws IOException {
    program.block(ADA);

    assertEquals(ExitCode.DONE, write(file(line(ADA, "a1"))));

    assertTrue(program.find(ADA).hasIdentity(ProgramFixture.mapping(ADA, "a1")));
    assertEquals(BLOCKED, program.find(ADA).policy());
  }

  @Test
  void aLineWithoutAPolicyKeepsTheStoredOne() throws IOException {
    Mapping mapping = program.store(ADA, AccessPolicy.custom(CHAT));

    assertEquals(
        ExitCode.DONE, write(file(ISSUER + ",ada," + mapping.communicationUserId() + ",,,")));

    assertEquals(AccessPolicy.custom(CHAT), program.find(ADA).policy());
  }

  @Test
  void anotherPolicyIsRejected() throws IOException {
    Mapping mapping = program.store(ADA, AccessPolicy.custom(CHAT));

    assertRejected(
        "The user has another access policy.",
        file(ISSUER + ",ada," + mapping.communicationUserId() + ",,voip,"));
    assertRejected("The user has another access policy.", file(ISSUER + ",ada,,,,true"));

    assertEquals(AccessPolicy.custom(CHAT), program.find(ADA).policy());
  }

  @Test
  void overwritingKeepsTheFormerIdentityAsAPreviousOneAndOnRecord() throws IOException {
    Mapping former = program.store(ADA);
    Path file = file(line(ADA, "a1"), line(BOB, "b1"));

    assertEquals(ExitCode.DONE, write(file, "--overwrite"));

    assertEquals(
        """
        1 users imported, 0 had been imported before, 1 overwritten.
        The former values are in %s.
        """
            .formatted(recorded()),
        program.output());
    assertTrue(program.find(ADA).hasIdentity(ProgramFixture.mapping(ADA, "a1")));
    assertEquals(List.of(former), program.store().findPrevious(ADA, program.context));
    assertEquals(Optional.of(ADA), owner("a1"));
    Path record = recorded();
    assertEquals(
        List.of(
            "{\"issuer\":\"%s\",\"userId\":\"ada\",\"communicationUserId\":\"%s\",\"createdOn\":\"%s\"}"
                .formatted(ISSUER, former.communicationUserId(), former.createdOn())),
        Files.readAllLines(record));

    if (record.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      assertEquals(
          "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(record)));
    }

    assertEquals(ExitCode.DONE, write(record, "--overwrite"), "the record can be imported");
    assertTrue(program.find(ADA).hasIdentity(former));
    assertEquals(
        Set.of(id("a1"), former.communicationUserId()),
        program.store().findPrevious(ADA, program.context).stream()
            .map(Mapping::communicationUserId)
            .collect(toSet()),
        "a request that has read no mapping still finds it");
  }

  @Test
  void overwritingWithANarrowerPolicyHasTheEndpointRevokeTheTokens() throws IOException {
    Mapping mapping = program.store(ADA);
    Path file = file(ISSUER + ",ada," + mapping.communicationUserId() + ",,chat,");

    assertEquals(ExitCode.DONE, write(file, "--overwrite"));

    Account ada = program.find(ADA);
    assertEquals(AccessPolicy.custom(CHAT), ada.policy());
    assertEquals(Mapping.State.REVOKING, ada.mapping().orElseThrow().state());
    assertEquals(
        List.of(PendingChange.Kind.POLICY),
        program.storage.intentLog().find(mapping.communicationUserId(), program.context).stream()
            .map(PendingChange::kind)
            .toList());
    assertEquals(ExitCode.DONE, write(file, "--overwrite"), "it is recognised while it is pending");
  }

  @Test
  void aNarrowerPolicyIsRejectedIfTheIdentityBelongsToAnotherResource() throws IOException {
    Mapping foreign =
        Mapping.active(
            ADA,
            new CommunicationUserId(
                "8:acs:11111111-2222-3333-4444-555555555555_0000001a-2b3c-4d5e-6f70-000000000001"),
            "https://other.communication.azure.com",
            ProgramFixture.CREATED_ON);
    program.replace(Account.blank(ADA).withMapping(foreign));

    assertRejected(
        "The user's ACS identity belongs to another ACS resource.",
        file(ISSUER + ",ada,,,chat,"),
        "--overwrite");

    assertEquals(Mapping.State.ACTIVE, program.find(ADA).mapping().orElseThrow().state());
    assertEquals(AccessPolicy.INHERITED, program.find(ADA).policy());
  }

  @Test
  void overwritingWithAWiderPolicyRevokesNothing() throws IOException {
    program.store(ADA, AccessPolicy.custom(CHAT));

    assertEquals(ExitCode.DONE, write(file(ISSUER + ",ada,,,chat voip,"), "--overwrite"));

    Account ada = program.find(ADA);
    assertEquals(AccessPolicy.custom(ScopeSet.of(TokenScope.CHAT, TokenScope.VOIP)), ada.policy());
    assertEquals(Mapping.State.ACTIVE, ada.mapping().orElseThrow().state());
  }

  @Test
  void overwritingABlockThatOnlyAPreviousIdentityFeelsRecordsTheRevocation() throws IOException {
    Mapping previous = program.store(ADA);
    program.supersede(ADA, "a2");
    Account stored = program.find(ADA);
    program.replace(stored.withoutMapping().withPolicy(AccessPolicy.custom(CHAT)));

    assertEquals(ExitCode.DONE, write(file(ISSUER + ",ada,,,,true"), "--overwrite"));

    assertEquals(
        List.of(PendingChange.Kind.REVOCATION),
        program.storage.intentLog().find(previous.communicationUserId(), program.context).stream()
            .map(PendingChange::kind)
            .toList());
  }

  @Test
  void aRowOfALaterVersionIsRejected() throws IOException {
    program.store(ADA);
    var row = program.rows.getEntity(ADA.key(), "identity").addProperty("State", "later");
    program.rows.updateEntity(row);

    assertRejected("The stored row cannot be read", file(line(ADA, "a1")));
  }

  @Test
  void linesOfAnotherResourceAreRejected() throws IOException {
    String other =
        "8:acs:11111111-2222-3333-4444-555555555555_0000001a-2b3c-4d5e-6f70-000000000001";

    assertRejected(
        "The identity belongs to another ACS resource: 11111111-2222-3333-4444-555555555555.",
        file(ISSUER + ",ada," + other + ",,,"));
  }

  @Test
  void withoutTheIdOfTheResourceAllLinesMustNameTheSame() throws IOException {
    String other =
        "8:acs:11111111-2222-3333-4444-555555555555_0000001a-2b3c-4d5e-6f70-000000000001";
    Path file = file(line(ADA, "a1"), line(BOB, "b1"), ISSUER + ",eve," + other + ",,,");
    Map<String, String> environment = program.environment();
    environment.remove("COMMUNICATION_SERVICES_RESOURCE_ID");
    Session session = program.session();
    Session without =
        new Session(environment, session.out(), session.err(), false, session.interruption());

    assertEquals(ExitCode.USAGE, Main.run(without, "import", file.toString()));

    assertTrue(
        program
            .errors()
            .contains("The identities in lines 2 and 4 belong to different ACS resources"),
        program.errors());
    assertEquals(
        ExitCode.DONE,
        Main.run(without, "import", file(line(ADA, "a1"), line(BOB, "b1")).toString()));
  }

  @Test
  void everyLineOfAUserOrAnIdentityThatIsRepeatedIsRejected() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      lines.add(line(ADA, "a" + i));
    }
    lines.add(line(BOB, "b1"));
    lines.add(line(new User(ISSUER, "eve"), "b1"));
    lines.add(line(new User(ISSUER, "eve"), "c1"));
    lines.add(ISSUER + ",bob,no identity,,,");
    lines.add(line(new User(ISSUER, "zoe"), "d1"));
    Path file = file(lines.toArray(String[]::new));

    assertEquals(ExitCode.REPORTED, program.run("import", file));

    assertEquals(
        List.of(
            "line,reason",
            "2,\"The same user is in lines 3, 4, 5, 6, 7 and more.\"",
            "3,\"The same user is in lines 2, 4, 5, 6, 7 and more.\"",
            "4,\"The same user is in lines 2, 3, 5, 6, 7 and more.\"",
            "5,\"The same user is in lines 2, 3, 4, 6, 7 and more.\"",
            "6,\"The same user is in lines 2, 3, 4, 5, 7 and more.\"",
            "7,\"The same user is in lines 2, 3, 4, 5, 6 and more.\"",
            "8,\"The same user is in lines 2, 3, 4, 5, 6 and more.\"",
            "9,\"The same user is in lines 2, 3, 4, 5, 6 and more.\"",
            "10,The same ACS identity is in line 11.",
            "11,The same ACS identity is in line 10. The same user is in line 12.",
            "12,The same user is in line 11.",
            "13,\"communicationUserId must have the form 8:acs:{resource}_{identity}, exactly as"
                + " ACS returned it.\""),
        Files.readAllLines(rejected(file)));
  }

  @Test
  void aReportOfAnEarlierRunDoesNotStay() throws IOException {
    Path file = file("a,b,,,,");
    program.run("import", file);
    assertTrue(Files.exists(rejected(file)));

    program.run("import", file(line(ADA, "a1")));

    assertFalse(Files.exists(rejected(file)));
  }

  @Test
  void aMissingTableIsCreated() throws IOException {
    Session session = program.session();
    Map<String, String> environment = program.environment();
    environment.put("TABLE_STORAGE_TABLE", TableName.unique());
    Session other =
        new Session(environment, session.out(), session.err(), false, session.interruption());

    assertEquals(
        ExitCode.DONE, Main.run(other, "import", file(line(ADA, "a1")).toString(), "--write"));
  }

  @Test
  void aTableWithoutRightsEndsWithOneSentence() throws IOException {
    Session session = program.session();
    Map<String, String> environment = program.environment();
    environment.compute(
        "TABLE_STORAGE_CONNECTION_STRING",
        (name, value) ->
            String.valueOf(value).replaceAll("AccountKey=[^;]+", "AccountKey=d3Jvbmc="));
    Session other =
        new Session(environment, session.out(), session.err(), false, session.interruption());

    assertEquals(
        ExitCode.FAILED, Main.run(other, "import", file(line(ADA, "a1")).toString(), "--write"));

    assertTrue(program.errors().startsWith("The table refuses access (403"), program.errors());
    assertEquals(1, program.errors().lines().count(), program.errors());
  }

  @Test
  void settingsOfAFileApplyWhereTheEnvironmentHasNone() throws IOException {
    Path settings =
        Files.writeString(
            folder.resolve("settings.json"),
            "{\"IsEncrypted\":false,\"Host\":{\"CORS\":\"*\"},\"Values\":{\"COMMUNICATION_SERVICES_RESOURCE_ID\":\"no"
                + " GUID\",\"COMMUNICATION_SERVICES_ENDPOINT\":\"http://wrong\"}}");
    Session session = program.session();
    Map<String, String> environment = program.environment();
    environment.remove("COMMUNICATION_SERVICES_RESOURCE_ID");
    Session other =
        new Session(environment, session.out(), session.err(), false, session.interruption());
    Path file = file(line(ADA, "a1"));

    assertEquals(
        ExitCode.USAGE,
        Main.run(other, "import", file.toString(), "--settings", settings.toString()));

    assertEquals(
        "COMMUNICATION_SERVICES_RESOURCE_ID must be the immutable id of the ACS resource (a"
            + " GUID).\n",
        program.errors());
    assertEquals(ExitCode.USAGE, program.run("import", file, "--settings", file), "it is not JSON");
    assertTrue(program.errors().contains("is not a file like local.settings.json."));
  }

  @Test
  void wrongArgumentsAreExplained() {
    assertEquals(ExitCode.USAGE, program.run("import"));
    assertEquals(ExitCode.USAGE, program.run("import", "file.csv", "--overwrite"));
    assertEquals(ExitCode.USAGE, program.run("import", "file.csv", "--concurrency=0"));
    assertEquals(ExitCode.USAGE, program.run("import", "file.txt"));
    assertEquals(ExitCode.USAGE, program.run("import", "file.csv", "--former-issuer=main"));
    assertEquals(ExitCode.USAGE, program.run("import", "file.csv", "--former-issuer=main=main"));
    assertEquals(ExitCode.USAGE, program.run("import", "file.csv", "--former-issuer=a=#guests"));
    assertEquals(ExitCode.FAILED, program.run("import", folder.resolve("nothing.csv")));
    assertTrue(program.errors().contains("nothing.csv does not exist."), program.errors());
  }

  // The folder of temporary files that tests share has those of tests that run at the same time.
  @Test
  void temporaryFilesAreDeleted() throws Exception {
    Path temporary = Files.createDirectories(folder.resolve("tmp"));

    assertEquals(ExitCode.DONE, importWithFilesIn(temporary, file(line(ADA, "a1"))));
    assertNotEquals(ExitCode.DONE, importWithFilesIn(temporary, file("issuer,userId", "x")));

    try (Stream<Path> files = Files.list(temporary)) {
      assertEquals(List.of(), files.toList());
    }
  }

  private ExitCode importWithFilesIn(Path temporary, Path file) throws Exception {
    var builder =
        new ProcessBuilder(
                JavaProgram.command(
                    List.of("-Djava.io.tmpdir=" + temporary),
                    Main.class,
                    "import",
                    file.toString(),
                    "--write"))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output.txt").toFile());
    builder.environment().putAll(program.environment());
    return ExitCode.of(builder.start().waitFor());
  }

  private void assertRejected(String reason, Path file, String... more) throws IOException {
    assertEquals(ExitCode.REPORTED, write(file, more), program.errors());
    List<String> report = Files.readAllLines(rejected(file));
    assertEquals(2, report.size(), "" + report);
    assertTrue(report.get(1).replace("\"", "").startsWith("2," + reason), report.get(1));
  }

  private ExitCode write(Path file, String... more) {
    List<Object> arguments = new ArrayList<>(List.of("import", file, "--write"));
    arguments.addAll(List.of(more));
    return program.run(arguments.toArray());
  }

  private Optional<User> owner(String suffix) {
    return program.store().findOwner(id(suffix), program.context);
  }

  private static String line(User user, String suffix) {
    return user.issuer() + "," + user.id() + "," + id(suffix) + ",,,";
  }

  private static CommunicationUserId id(String suffix) {
    return ProgramFixture.identity(suffix);
  }

  private Path file(String... lines) throws IOException {
    return Files.writeString(
        folder.resolve("users.csv"),
        "issuer,userId,communicationUserId,createdOn,scopes,blocked\n"
            + String.join("\n", lines)
            + "\n");
  }

  private Path recorded() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(it -> it.getFileName().toString().startsWith("users.csv.overwritten-"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static Path rejected(Path file) {
    return file.resolveSibling(file.getFileName() + ".rejected.csv");
  }
}
