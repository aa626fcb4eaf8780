package dev.acstoken.mappings;

import static dev.acstoken.mappings.OwnerRows.Claim.CHANGING;
import static dev.acstoken.mappings.OwnerRows.Claim.EXISTING;
import static dev.acstoken.mappings.OwnerRows.Claim.FOREIGN;
import static dev.acstoken.mappings.OwnerRows.Claim.NEW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.data.tables.TableAsyncClient;
import com.azure.data.tables.TableClientBuilder;
import com.azure.data.tables.models.TableEntity;
import dev.acstoken.azure.table.TableRows;
import dev.acstoken.devhost.Azurite;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.AcsResource;
import dev.acstoken.identity.FormerNames;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.Move;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.PendingChange;
import dev.acstoken.identity.protocol.Recovery;
import dev.acstoken.mappings.file.UserRecord;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OwnerRowsTest {

  private static final User ADA = new User("https://issuer.example", "ada");
  private static final User BOB = new User("https://issuer.example", "bob");
  private static final Mapping ADAS = ProgramFixture.mapping(ADA, "a1");
  private static final Mapping BOBS = ADAS.withUser(BOB);
  private static final Duration NO_GRACE = Duration.ofMillis(-1);

  @SuppressWarnings("NullAway.Init")
  private static Azurite azurite;

  private final ProgramFixture program = new ProgramFixture(azurite);
  private final Interleaving interleaving = new Interleaving();
  private final BulkTable table = new BulkTable(client());
  private final OwnerRows owners = new OwnerRows(table, NO_GRACE);

  @BeforeAll
  static void start() {
    azurite = Azurite.start();
  }

  @AfterAll
  static void stop() {
    azurite.close();
  }

  @Test
  void anIdentityGetsOneOwner() {
    assertEquals(NEW, owners.claim(ADAS).block());
    assertEquals(EXISTING, owners.claim(ADAS).block());
    assertEquals(EXISTING, owners.check(ADAS).block());

    program.replace(Account.blank(ADA).withMapping(ADAS));

    assertEquals(FOREIGN, owners.claim(BOBS).block());
    assertEquals(FOREIGN, owners.check(BOBS).block());
    assertEquals(Optional.of(ADA), owner());
  }

  @Test
  void anOwnerIsWrittenAgainSoThatALateRemovalFails() {
    owners.claim(ADAS).block();
    TableEntity read = row();

    assertEquals(EXISTING, owners.claim(ADAS).block());

    assertEquals(false, table.delete(read).block());
    interleaving.before("PATCH user", () -> assertEquals(EXISTING, owners.claim(ADAS).block()));
    assertEquals(EXISTING, owners.claim(ADAS).block(), "several may do it at once");
    interleaving.before("PATCH user", () -> owners.releaseUnlessHeld(ADAS).block());
    assertEquals(CHANGING, owners.claim(ADAS).block());
    assertEquals(Optional.empty(), owner());
  }

  private TableEntity row() {
    return table
        .read(ADAS.communicationUserId().key(), TableRows.OWNER)
        .blockOptional()
        .flatMap(row -> row)
        .orElseThrow();
  }

  @Test
  void anOwnerWithoutTheIdentityIsReplaced() {
    program.store().putOwner(BOBS, program.context);
    program.store(BOB);

    assertEquals(NEW, owners.claim(ADAS).block());

    assertEquals(Optional.of(ADA), owner());
  }

  @Test
  void anOwnerWhomARequestMayStillNeedStays() {
    program.store().putOwner(BOBS, program.context);

    assertEquals(FOREIGN, new OwnerRows(table, Recovery.GRACE_PERIOD).claim(ADAS).block());

    assertEquals(Optional.of(BOB), owner());
  }

  @Test
  void anOwnerWithTheIdentityInAnyStateStays() {
    program.store().putOwner(BOBS, program.context);
    for (Mapping.State state : Mapping.State.values()) {
      program.replace(program.find(BOB).withMapping(BOBS.withState(state)));

      assertEquals(FOREIGN, owners.claim(ADAS).block());
    }
    program.replace(program.find(BOB).withState(Mapping.State.ACTIVE));
    program.supersede(BOB, "b2");

    assertEquals(FOREIGN, owners.claim(ADAS).block(), "the identity is a previous one");
    assertEquals(Optional.of(BOB), owner());
  }

  @Test
  void anOwnerWhomTheIntentLogNamesStays() {
    program.store().putOwner(BOBS, program.context);
    for (PendingChange.Kind kind : PendingChange.Kind.values()) {
      PendingChange entry = program.storage.intentLog().begin(kind, BOBS, program.context);

      assertEquals(FOREIGN, owners.claim(ADAS).block());
      program.storage.intentLog().complete(entry, program.context);
    }
    assertEquals(Optional.of(BOB), owner());
  }

  @Test
  void anOwnerWhoIsMovedOrAGuestStays() {
    User renamed = new User("main", "bob");
    program.store().putOwner(BOBS.withUser(renamed), program.context);
    program.replace(
        Account.blank(BOB).withMapping(BOBS).withMove(new Move(Move.Stage.MOVING, "main")));
    assertEquals(FOREIGN, owners.claim(ADAS).block(), "the account is not yet copied");
    program.replace(program.find(BOB).withoutMapping());
    program.replace(
        Account.blank(renamed).withMove(new Move(Move.Stage.MOVED, "https://issuer.example")));
    assertEquals(FOREIGN, owners.claim(ADAS).block(), "a pointer leads to the account");

    User guest = new User("#guests", "eve");
    Mapping ofGuest = ProgramFixture.mapping(guest, "c1");
    program.store().putOwner(ofGuest, program.context);
    assertEquals(FOREIGN, owners.claim(ofGuest.withUser(ADA)).block());
  }

  @Test
  void anOwnerWhoAdoptsTheIdentityMeanwhileKeepsIt() {
    program.store().putOwner(BOBS, program.context);
    interleaving.before("PUT user", () -> adopt(BOBS));

    assertEquals(CHANGING, owners.claim(ADAS).block());

    assertEquals(Optional.of(BOB), owner());
  }

  @Test
  void anOwnerWhomAnotherImportIsAboutToStoreKeepsTheIdentity() {
    OwnerRows ofAnother = new OwnerRows(new BulkTable(program.table()), NO_GRACE);
    program.store().putOwner(BOBS, program.context);
    interleaving.before("PUT user", () -> assertEquals(EXISTING, ofAnother.claim(BOBS).block()));

    assertEquals(CHANGING, owners.claim(ADAS).block());

    assertEquals(Optional.of(BOB), owner());
  }

  // In the order of an adoption.
  private void adopt(Mapping mapping) {
    program.replace(
        program.find(mapping.user()).withMapping(mapping.withState(Mapping.State.ADOPTING)));
    assertTrue(program.store().putOwner(mapping, program.context));
  }

  @Test
  void aReleasedOwnerDisappearsUnlessTheIdentityIsTheirs() {
    owners.claim(ADAS).block();
    owners.releaseUnlessHeld(ADAS).block();
    assertEquals(Optional.empty(), owner());

    owners.claim(ADAS).block();
    owners.releaseUnlessHeld(BOBS).block();
    assertEquals(Optional.of(ADA), owner(), "only the user's own row is removed");

    program.replace(Account.blank(ADA).withMapping(ADAS));
    owners.releaseUnlessHeld(ADAS).block();
    assertEquals(Optional.of(ADA), owner());

    program.supersede(ADA, "a2");
    owners.releaseUnlessHeld(ADAS).block();
    assertEquals(Optional.of(ADA), owner(), "the identity is a previous one");
  }

  @Test
  void anAdoptionDuringTheReleaseKeepsItsOwner() {
    owners.claim(ADAS).block();
    interleaving.before("DELETE user", () -> adopt(ADAS));

    owners.releaseUnlessHeld(ADAS).block();

    assertEquals(Optional.of(ADA), owner());
  }

  @Test
  void aRejectedLineLeavesNoOwnerAlsoAfterSeveralAttempts() {
    Mapping other = ProgramFixture.mapping(ADA, "a2");
    Runnable store = () -> program.replace(Account.blank(ADA).withMapping(other));
    interleaving.before("POST identity", store);
    interleaving.before("GET identity", () -> program.replace(program.find(ADA).withoutMapping()));
    interleaving.before("POST identity", store);

    assertInstanceOf(ImportOutcome.Rejected.class, run(imports(), ADAS));

    assertEquals(Optional.empty(), owner());
  }

  @Test
  void anIdentityThatIsDeletedMeanwhileGetsNoOwnerAgain() {
    UserImport imports = imports();
    program.store().putOwner(ADAS, program.context);
    program.replace(Account.blank(ADA).withMapping(ADAS));
    assertInstanceOf(ImportOutcome.Existing.class, run(imports, ADAS));
    interleaving.before(
        "GET user",
        () -> {
          program.store().removeOwner(ADAS, program.context);
          program.replace(program.find(ADA).withoutMapping());
        });

    run(imports, ADAS);

    assertEquals(Optional.empty(), owner());
  }

  private UserImport imports() {
    AcsResource resource = AcsResource.at(ProgramFixture.ACS);
    PendingIdentities pending = new PendingIdentities(table);
    return new UserImport(
        owners,
        new AccountImport(table, owners, pending, resource, Optional.empty()),
        new FormerUsers(table, FormerNames.NONE),
        pending,
        resource,
        InstantSource.system());
  }

  private static ImportOutcome run(UserImport imports, Mapping mapping) {
    return imports
        .run(
            new UserRecord(
                mapping.user(),
                Optional.of(mapping.communicationUserId()),
                Optional.empty(),
                Optional.empty()))
        .blockOptional()
        .orElseThrow();
  }

  private Optional<User> owner() {
    return program.store().findOwner(ADAS.communicationUserId(), program.context);
  }

  private TableAsyncClient client() {
    String name = program.environment().get("TABLE_STORAGE_TABLE");
    assertTrue(name != null);
    return new TableClientBuilder()
        .connectionString(azurite.connectionString())
        .tableName(name)
        .addPolicy(interleaving)
        .buildAsyncClient();
  }
}
