package dev.acstoken.mappings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.data.tables.TableClientBuilder;
import dev.acstoken.devhost.Azurite;
import dev.acstoken.identity.AccessPolicy;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.AcsResource;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.PendingChange;
import dev.acstoken.identity.protocol.Recovery;
import dev.acstoken.mappings.file.UserRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verifies imports that meet other changes of the same user. */
class AccountImportTest {

  private static final User ADA = new User("https://issuer.example", "ada");
  private static final AccessPolicy.Custom CHAT = custom(TokenScope.CHAT);
  private static final AccessPolicy.Custom VOIP = custom(TokenScope.VOIP);

  @SuppressWarnings("NullAway.Init")
  private static Azurite azurite;

  @TempDir private Path folder;

  private final ProgramFixture program = new ProgramFixture(azurite);
  private final Interleaving interleaving = new Interleaving();

  @SuppressWarnings("NullAway.Init")
  private OverwrittenUsers overwritten;

  @BeforeAll
  static void startAzurite() {
    azurite = Azurite.start();
  }

  @AfterAll
  static void stopAzurite() {
    azurite.close();
  }

  @BeforeEach
  void openRecord() {
    overwritten = OverwrittenUsers.beside(folder.resolve("users.csv"), Instant.EPOCH);
  }

  @AfterEach
  void closeRecord() throws IOException {
    overwritten.close();
  }

  @Test
  void aUserIsRecordedOnceAlsoIfTheRowWasChangedMeanwhile() throws IOException {
    program.store(ADA, CHAT);
    interleaving.before("PUT identity", () -> program.replace(program.find(ADA)));

    assertEquals(new ImportOutcome.Overwritten(), overwrite(Optional.empty(), VOIP));

    assertEquals(VOIP, program.find(ADA).policy());
    assertEquals(1, recorded().size());
  }

  @Test
  void aUserWhoHasOtherValuesThanThoseOnRecordIsNotOverwritten() throws IOException {
    program.store(ADA, CHAT);
    interleaving.before(
        "PUT identity", () -> program.replace(program.find(ADA).withPolicy(custom())));

    assertEquals(
        new ImportOutcome.Rejected(ImportDecision.CHANGING), overwrite(Optional.empty(), VOIP));

    assertEquals(custom(), program.find(ADA).policy());
    assertEquals(1, recorded().size());
  }

  @Test
  void aPreviousIdentityWhoseDeletionBeginsDuringTheImportIsNotRestored() {
    Mapping previous = program.store(ADA);
    Mapping current = program.supersede(ADA, "a2");
    interleaving.before(
        "GET identity",
        () ->
            program
                .storage
                .intentLog()
                .begin(PendingChange.Kind.PREVIOUS_IDENTITY, previous, program.context));

    assertEquals(
        new ImportOutcome.Rejected(ImportDecision.PENDING), overwrite(Optional.of(previous), CHAT));

    Account ada = program.find(ADA);
    assertTrue(ada.hasIdentity(current));
    assertEquals(AccessPolicy.INHERITED, ada.policy());
  }

  private ImportOutcome overwrite(Optional<Mapping> mapping, AccessPolicy.Custom policy) {
    String name = program.environment().get("TABLE_STORAGE_TABLE");
    assertTrue(name != null);
    BulkTable table =
        new BulkTable(
            new TableClientBuilder()
                .connectionString(azurite.connectionString())
                .tableName(name)
                .addPolicy(interleaving)
                .buildAsyncClient());
    AccountImport accounts =
        new AccountImport(
            table,
            new OwnerRows(table, Recovery.GRACE_PERIOD),
            new PendingIdentities(table),
            AcsResource.at(ProgramFixture.ACS),
            Optional.of(overwritten));
    UserRecord line =
        new UserRecord(
            ADA, mapping.map(Mapping::communicationUserId), Optional.empty(), Optional.of(policy));
    return accounts.store(line, mapping).blockOptional().orElseThrow();
  }

  private List<String> recorded() throws IOException {
    return Files.readAllLines(folder.resolve("users.csv.overwritten-19700101-000000-000.jsonl"));
  }

  private static AccessPolicy.Custom custom(TokenScope... scopes) {
    return (AccessPolicy.Custom) AccessPolicy.custom(ScopeSet.of(scopes));
  }
}
