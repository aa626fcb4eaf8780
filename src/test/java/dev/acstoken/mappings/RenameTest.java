package dev.acstoken.mappings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableEntityUpdateMode;
import dev.acstoken.azure.table.RowChanges;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenameTest {

  private static final String OLD = "https://old.example/tenant";
  private static final String NEW = "staff";
  private static final Duration NO_GRACE = Duration.ofMillis(-1);
  private static final AccessPolicy CHAT = AccessPolicy.custom(ScopeSet.of(TokenScope.CHAT));
  private static final AccessPolicy BLOCKED = AccessPolicy.custom(ScopeSet.NONE);

  @SuppressWarnings("NullAway.Init")
  private static Azurite azurite;

  private final ProgramFixture program = new ProgramFixture(azurite);
  private final Path report;

  RenameTest(@TempDir Path folder) {
    report = folder.resolve("report.csv");
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
  void movesEveryUserOfTheIssuerAndNoOther() throws IOException {
    List<User> users = IntStream.range(0, 40).mapToObj(i -> old("user" + i)).toList();
    users.forEach(program::store);
    User other = new User("https://other.example", "user1");
    Mapping kept = program.store(other);

    assertEquals(ExitCode.DONE, rename(NO_GRACE));

    for (User user : users) {
      Account moved = program.find(renamed(user));
      assertTrue(moved.hasIdentity(mappingOf(user)));
      assertEquals(Optional.of(renamed(user)), owner(mappingOf(user)));
      assertTrue(program.find(user).isAt(Move.Stage.MOVED, NEW));
    }
    assertTrue(program.find(other).hasIdentity(kept));
    assertFalse(Files.exists(report));
    assertTrue(program.output().contains("Moved 40 users, 0 were moved before."));
    assertTrue(program.output().contains("Nothing but pointers is left"));
  }

  @Test
  void aPolicyAndABlockMoveWithTheUser() throws IOException {
    program.store(old("chat"), CHAT);
    program.store(old("blocked"), BLOCKED);
    program.block(old("blocked without identity"));

    assertEquals(ExitCode.DONE, rename(NO_GRACE));

    assertEquals(CHAT, program.find(renamed(old("chat"))).policy());
    assertEquals(BLOCKED, program.find(renamed(old("blocked"))).policy());
    assertEquals(BLOCKED, program.find(renamed(old("blocked without identity"))).policy());
  }

  @Test
  void aDryRunCountsAndWritesNothing() {
    program.store(old("user"));
    program.store(old("both"));
    program.store(renamed(old("both")));
    program.rows.createEntity(invitation(OLD));
    Map<String, String> before = versions();

    assertEquals(ExitCode.REPORTED, program.run("rename-issuer", OLD, NEW, "--report", report));

    assertEquals(before, versions());
    assertTrue(program.output().contains("Would move 1 users"), program.output());
    assertTrue(program.output().contains("1 conflict"), program.output());
  }

  @Test
  void aDryRunAfterARenameSaysThatNothingIsLeft() throws IOException {
    program.store(old("user"));
    assertEquals(ExitCode.DONE, rename(NO_GRACE));

    assertEquals(ExitCode.DONE, program.run("rename-issuer", OLD, NEW, "--report", report));

    assertTrue(program.output().contains("Would move 0 users, 1 were moved before."));
    assertTrue(program.output().contains("Nothing but pointers is left"));
  }

  @Test
  void aSecondRunHasNothingToDo() throws IOException {
    program.store(old("user"));
    assertEquals(ExitCode.DONE, rename(NO_GRACE));
    Map<String, String> before = versions();

    assertEquals(ExitCode.DONE, rename(NO_GRACE));

    assertEquals(before, versions());
    assertTrue(program.output().contains("Moved 0 users, 1 were moved before."));
  }

  @Test
  void aUserWithAnAccountUnderBothNamesIsReportedAndKeepsBoth() throws IOException {
    Mapping one = program.store(old("both"));
    Mapping other = program.store(renamed(old("both")));

    assertEquals(ExitCode.REPORTED, rename(NO_GRACE));

    assertTrue(program.find(old("both")).hasIdentity(one));
    assertTrue(program.find(renamed(old("both"))).hasIdentity(other));
    assertEquals(Optional.of(old("both")), owner(one));
    assertEquals(
        List.of(
            "problem,issuer,userId,detail",
            "conflict,https://old.example/tenant,both,\"The user has an account under the new name, too.\""),
        Files.readAllLines(report));
  }

  @Test
  void aUserWhoWasMovedToAnotherNameIsReported() throws IOException {
    program.replace(Account.blank(old("user")).pointerTo("third"));

    assertEquals(ExitCode.REPORTED, rename(NO_GRACE));

    assertTrue(Files.readString(report).contains("The user was moved to third before."));
  }

  @Test
  void aPendingChangeIsWaitedForAndThenReported() throws IOException {
    program.store(old("revoking"));
    Account account = program.find(old("revoking"));
    program.replace(account.withState(Mapping.State.REVOKING));

    assertEquals(ExitCode.REPORTED, rename(NO_GRACE));

    assertTrue(Files.readString(report).contains("waiting," + OLD + ",revoking,"));
    assertTrue(program.find(renamed(old("revoking"))).row().isEmpty());
  }

  @Test
  void aMoveThatWasInterruptedIsCompleted() throws IOException {
    Mapping mapping = program.store(old("user"));
    program.replace(program.find(old("user")).withMove(new Move(Move.Stage.MOVING, NEW)));

    assertEquals(ExitCode.DONE, rename(NO_GRACE));

    assertTrue(program.find(renamed(old("user"))).hasIdentity(mapping));
  }

  @Test
  void anOldPreviousIdentityIsCopiedAndItsDeadCopyIsRemoved() throws IOException {
    Mapping first = program.store(old("user"));
    Mapping second = program.supersede(old("user"), "2");

    assertEquals(ExitCode.DONE, rename(NO_GRACE));

    assertEquals(1, program.store().findPrevious(renamed(old("user")), program.context).size());
    assertEquals(List.of(), program.store().findPrevious(old("user"), program.context));
    assertEquals(Optional.of(renamed(old("user"))), owner(first));
    assertEquals(Optional.of(renamed(old("user"))), owner(second));
  }

  @Test
  void aDeadCopyStaysWhileARequestMayUseIt() throws IOException {
    program.store(old("user"));
    program.supersede(old("user"), "2");

    assertEquals(ExitCode.REPORTED, rename(Duration.ofMinutes(2)));

    assertEquals(1, program.store().findPrevious(old("user"), program.context).size());
  }

  @Test
  void anEntryOfTheIntentLogGetsTheNewNameOnlyWhenItIsOld() throws IOException {
    Mapping mapping = program.store(old("user"));
    program.storage.intentLog().begin(PendingChange.Kind.REVOCATION, mapping, program.context);

    assertEquals(ExitCode.REPORTED, rename(Duration.ofMinutes(2)));
    assertEquals(old("user"), entryOf(mapping).mapping().user());

    assertEquals(ExitCode.DONE, rename(NO_GRACE));
    assertEquals(renamed(old("user")), entryOf(mapping).mapping().user());
  }

  @Test
  void anEntryOfAUserWhoIsNotMovedKeepsItsName() throws IOException {
    Mapping mapping = ProgramFixture.mapping(old("new user"), "3");
    program.storage.intentLog().begin(PendingChange.Kind.IDENTITY, mapping, program.context);

    assertEquals(ExitCode.REPORTED, rename(NO_GRACE));

    assertEquals(old("new user"), entryOf(mapping).mapping().user());
  }

  @Test
  void anOwnerThatAnInterruptedMoveLeftBehindGetsTheNewName() throws IOException {
    Mapping mapping = program.store(old("user"));
    assertEquals(ExitCode.DONE, rename(NO_GRACE));
    program.store().moveOwner(renamed(old("user")), mapping, program.context);
    assertEquals(Optional.of(old("user")), owner(mapping));

    assertEquals(ExitCode.DONE, rename(NO_GRACE));

    assertEquals(Optional.of(renamed(old("user"))), owner(mapping));
  }

  @Test
  void anOwnerOfAnIdentityThatNoAccountHasIsReported() throws IOException {
    program.store().putOwner(ProgramFixture.mapping(old("user"), "4"), program.context);

    assertEquals(ExitCode.REPORTED, rename(NO_GRACE));

    assertTrue(Files.readString(report).contains("that no account has"));
  }

  @Test
  void aPreviousIdentityWithoutAnAccountIsReported() throws IOException {
    program.store(old("user"));
    program.supersede(old("user"), "2");
    program.rows.deleteEntity(old("user").key(), "identity");

    assertEquals(ExitCode.REPORTED, rename(NO_GRACE));

    assertTrue(Files.readString(report).contains("a previous identity"));
  }

  @Test
  void aUserWhoIsStoredDuringTheLastScanIsNotOverlooked() {
    RenameCounts last = new RenameCounts();
    last.add(RenameResult.of(RenameResult.Kind.POINTER, old("moved")));
    assertFalse(last.isUnfinished());

    last.add(RenameResult.withAccount(old("imported meanwhile")));

    assertTrue(last.isUnfinished());
  }

  @Test
  void theOwnerOfAConflictIsNoReasonForAnotherScan() {
    RenameCounts last = new RenameCounts();
    last.add(RenameResult.withAccount(old("both")));
    last.add(RenameResult.conflict(old("both"), "both"));

    assertFalse(last.isUnfinished());
  }

  @Test
  void aRowThatIsChangedByEachScanEndsTheRename() throws IOException {
    program.rows.createEntity(invitation(OLD));
    RenameSteps endless =
        new DryRenameSteps(program.store()); // It says that it changes the row, and does not.

    assertEquals(ExitCode.REPORTED, rename(endless, NO_GRACE));

    assertTrue(program.output().contains("Run the command again."), program.output());
  }

  @Test
  void invitationsOfUsersAndApplicationsGetTheNewName() throws IOException {
    program.rows.createEntity(invitation(OLD));
    TableEntity ofApplication = invitation(OLD + "#applications");
    program.rows.createEntity(ofApplication);

    assertEquals(ExitCode.DONE, rename(NO_GRACE));

    assertEquals(NEW, creator("invitation-" + OLD.hashCode()));
    assertEquals(NEW + "#applications", creator(ofApplication.getPartitionKey()));
  }

  @Test
  void aRowThatCannotBeReadIsReported() throws IOException {
    program.store(old("user"));
    program.rows.updateEntity(
        new TableEntity(old("user").key(), "identity").addProperty("State", "unheard-of"),
        TableEntityUpdateMode.MERGE);

    assertEquals(ExitCode.REPORTED, rename(NO_GRACE));

    assertTrue(Files.readString(report).contains("unreadable,"));
  }

  @Test
  void namesAreChecked() {
    assertEquals(ExitCode.USAGE, program.run("rename-issuer", OLD, OLD));
    assertEquals(ExitCode.USAGE, program.run("rename-issuer", "#guests", NEW));
    assertEquals(ExitCode.USAGE, program.run("rename-issuer", OLD));
    assertEquals(
        ExitCode.USAGE, program.run("rename-issuer", "https://id.example/{tenantid}", NEW));
    assertEquals(ExitCode.USAGE, program.run("rename-issuer", "{tenantid}", "a/{tenantid}"));
    assertEquals(ExitCode.USAGE, program.run("rename-issuer", " ", NEW));
    assertEquals(ExitCode.USAGE, program.run("rename-issuer", OLD, NEW + " "));
    assertEquals(ExitCode.USAGE, program.run("rename-issuer", OLD, "\t" + NEW));
    assertEquals(ExitCode.USAGE, program.run("rename-issuer", OLD, "st\u0000aff"));
    assertEquals(ExitCode.USAGE, program.run("rename-issuer", OLD, NEW, "--concurrency", 0));
  }

  @Test
  void aNameThatTheSettingsDoNotKnowIsRefused() {
    Session session = program.session();
    Map<String, String> environment = program.environment();
    environment.put(
        "AUTH_ISSUERS",
        """
        [{"issuer":"https://new.example","alias":"staff","previousIssuer":"%s","audiences":["api"]},
         {"issuer":"https://login.microsoftonline.com/{tenantid}/v2.0","alias":"main","tenants":"*","audiences":["api"]}]
        """
            .formatted(OLD));
    Session withIssuers =
        new Session(environment, session.out(), session.err(), false, session.interruption());
    program.store(old("user"));
    program.store(new User(ofTenant("11111111-2222-4333-8444-555555555555"), "user"));

    assertEquals(ExitCode.USAGE, rename(withIssuers, OLD, "stafff"));
    assertTrue(program.errors().contains("stafff"), program.errors());
    assertEquals(ExitCode.USAGE, rename(withIssuers, OLD, "https://new.example"));
    assertEquals(ExitCode.DONE, rename(withIssuers, OLD, "staff"), program::errors);
    assertEquals(
        ExitCode.DONE,
        rename(withIssuers, "https://id.example/{tenantid}/v2.0", "main/{tenantid}"),
        program::errors);
  }

  private ExitCode rename(Session session, String former, String renamed) {
    return Main.run(session, "rename-issuer", former, renamed, "--report", report.toString());
  }

  @Test
  void theUsersOfAllTenantsAreMoved() {
    String one = "11111111-2222-4333-8444-555555555555";
    String other = "aaaaaaaa-2222-4333-8444-555555555555";
    Mapping first = program.store(new User(ofTenant(one), "user"));
    Mapping second = program.store(new User(ofTenant(other), "user"));
    program.rows.createEntity(invitation(ofTenant(one) + "#applications"));
    User unrelated = new User("https://id.example/common/v2.0", "user");
    program.store(unrelated);

    assertEquals(
        ExitCode.DONE,
        program.run(
            "rename-issuer",
            "https://id.example/{tenantid}/v2.0",
            "main/{tenantid}",
            "--write",
            "--wait",
            0,
            "--report",
            report),
        program::output);

    assertTrue(program.find(new User("main/" + one, "user")).hasIdentity(first));
    assertTrue(program.find(new User("main/" + other, "user")).hasIdentity(second));
    assertTrue(program.find(unrelated).mapping().isPresent());
    assertEquals(
        "main/" + one + "#applications",
        creator("invitation-" + (ofTenant(one) + "#applications").hashCode()));
  }

  private static String ofTenant(String tenant) {
    return "https://id.example/" + tenant + "/v2.0";
  }

  @Test
  void aNameThatNoRowHasIsReported() throws IOException {
    program.store(new User("https://other.example", "user"));

    assertEquals(ExitCode.REPORTED, rename(NO_GRACE));
    assertEquals(ExitCode.REPORTED, program.run("rename-issuer", OLD, NEW, "--report", report));

    assertTrue(program.output().contains("No row names the old issuer."));
  }

  @Test
  void anInterruptedRunSaysHowToGoOn() throws IOException {
    program.store(old("user"));
    program.interruption().request();

    assertEquals(ExitCode.FAILED, rename(NO_GRACE));

    assertTrue(program.errors().contains("Run the command again"));
  }

  private ExitCode rename(Duration gracePeriod) throws IOException {
    return rename(
        new TableRenameSteps(program.store(), new RowChanges(program.table())), gracePeriod);
  }

  private ExitCode rename(RenameSteps steps, Duration gracePeriod) throws IOException {
    var names = new IssuerNames(OLD, NEW);
    var rename = new IssuerRename(program.store(), steps, names, gracePeriod);
    var rounds =
        new RenameRounds(
            new TableScan(program.table()),
            names,
            rename,
            8,
            program.interruption(),
            InstantSource.system());
    program.forgetOutput();
    return new RenameRun(rounds, program.session(), report)
        .run(true, Duration.ZERO, Duration.ofMillis(10));
  }

  private Mapping mappingOf(User user) {
    return ProgramFixture.mapping(user, user.pseudonym().substring(0, 12));
  }

  private Optional<User> owner(Mapping mapping) {
    return program.store().findOwner(mapping.communicationUserId(), program.context);
  }

  private PendingChange entryOf(Mapping mapping) {
    return program.storage.intentLog().find(mapping.communicationUserId(), program.context).get(0);
  }

  private String creator(String invitation) {
    return String.valueOf(program.rows.getEntity(invitation, "invitation").getProperty("Issuer"));
  }

  private static TableEntity invitation(String issuer) {
    return new TableEntity("invitation-" + issuer.hashCode(), "invitation")
        .addProperty("Issuer", issuer)
        .addProperty("UserId", "inviter");
  }

  private Map<String, String> versions() {
    Map<String, String> versions = new TreeMap<>();
    program
        .rows
        .listEntities()
        .forEach(row -> versions.put(row.getPartitionKey() + row.getRowKey(), row.getETag()));
    return versions;
  }

  private static User old(String id) {
    return new User(OLD, id);
  }

  private static User renamed(User user) {
    return new User(NEW, user.id());
  }
}
