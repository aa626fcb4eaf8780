package dev.acstoken.azure.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.TableName;
import dev.acstoken.devhost.Azurite;
import dev.acstoken.devhost.FaultyTableStorage;
import dev.acstoken.devhost.TableFault;
import dev.acstoken.guests.EndSchedule;
import dev.acstoken.guests.EndScheduleContract;
import dev.acstoken.guests.Invitation;
import dev.acstoken.guests.InvitationStore;
import dev.acstoken.guests.InvitationStoreContract;
import dev.acstoken.guests.JoinLog;
import dev.acstoken.guests.JoinLogContract;
import dev.acstoken.guests.JoinedGuest;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.MappingStore;
import dev.acstoken.identity.Move;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.IntentLog;
import dev.acstoken.identity.protocol.IntentLogContract;
import dev.acstoken.identity.protocol.MappingStoreContract;
import dev.acstoken.identity.protocol.PendingChange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TableStorageTest {

  @SuppressWarnings("NullAway.Init")
  private static Azurite azurite;

  private static final TableFault NOT_FOUND = TableFault.status(404, Optional.empty());
  private static final Mapping MAPPING =
      new Mapping(
          new User("https://issuer.example", "alice"),
          new CommunicationUserId("8:acs:first"),
          "https://contoso.communication.azure.com",
          Mapping.State.ACTIVE,
          Instant.parse("2026-11-20T09:30:00Z"),
          Optional.empty());

  private static final User RENAMED = new User("https://renamed.example", MAPPING.user().id());

  private final RequestContext context = RequestContext.within(Duration.ofSeconds(30));
  private final TableStorage storage = storage(azurite.connectionString());

  @BeforeAll
  static void start() {
    azurite = Azurite.start();
  }

  @AfterAll
  static void stop() {
    azurite.close();
  }

  // The date in a response has no fraction of a second.
  @Test
  void theAgeOfARowIsALowerBoundThatGrows() throws Exception {
    var account = Account.blank(MAPPING.user()).withMapping(MAPPING);
    assertTrue(storage.mappings().replace(account, context).isPresent());
    assertFalse(ageOfTheRow().isNegative());

    Thread.sleep(2000);

    assertTrue(ageOfTheRow().compareTo(Duration.ofSeconds(1)) >= 0);
  }

  private Duration ageOfTheRow() {
    return storage.mappings().find(MAPPING.user(), context).row().orElseThrow().age();
  }

  @Test
  void a404OfSomethingElseNeverMeansThatAPendingChangeWasTakenOver() {
    try (var faulty = FaultyTableStorage.inFrontOf(azurite)) {
      IntentLog log = storage(faulty.connectionString()).intentLog();
      PendingChange pending = log.begin(PendingChange.Kind.IDENTITY, MAPPING, context);
      faulty.once(1, NOT_FOUND);

      var thrown = assertThrows(ServiceException.class, () -> log.complete(pending, context));

      assertEquals(ErrorCode.STORAGE_UNAVAILABLE, thrown.code());
      assertTrue(log.complete(pending, context));
    }
  }

  @Test
  void aRemovalIsRetriedAfterA404OfSomethingElse() {
    try (var faulty = FaultyTableStorage.inFrontOf(azurite)) {
      MappingStore store = storage(faulty.connectionString()).mappings();
      store.putOwner(MAPPING, context);
      faulty.once(2, NOT_FOUND);

      store.removeOwner(MAPPING, context);

      assertEquals(Optional.empty(), store.findOwner(MAPPING.communicationUserId(), context));
    }
  }

  // The retry meets the result of the first attempt. The domain reads again and recognises it.
  @Test
  void aWriteWhoseResponseIsLostHappensOnceAndReportsAFasterWriter() {
    try (var faulty = FaultyTableStorage.inFrontOf(azurite)) {
      InvitationStore store = storage(faulty.connectionString()).invitations();
      Invitation created = InvitationStoreContract.invitation();
      assertEquals(Optional.empty(), store.find(created.id(), context));
      faulty.once(1, TableFault.lostReply());
      assertEquals(Optional.empty(), store.replace(created, context));

      Invitation stored = store.find(created.id(), context).orElseThrow();
      assertEquals(created.codeHash(), stored.codeHash());
      JoinedGuest guest = InvitationStoreContract.guest("a");
      faulty.once(1, TableFault.lostReply());
      assertFalse(store.admit(stored, guest, context));

      assertEquals(List.of(guest), store.findGuests(created.id(), context));
    }
  }

  // Each retry meets the result of its own first attempt.
  @Test
  void anOwnerWhoseFirstWriteHasNoResponseIsStoredMovedAndRemoved() {
    try (var faulty = FaultyTableStorage.inFrontOf(azurite)) {
      MappingStore store = storage(faulty.connectionString()).mappings();
      Mapping moved = MAPPING.withUser(RENAMED);
      assertEquals(Optional.empty(), store.findOwner(MAPPING.communicationUserId(), context));

      faulty.once(1, TableFault.lostReply());
      assertTrue(store.putOwner(MAPPING, context));

      faulty.once(2, TableFault.lostReply());
      store.moveOwner(MAPPING.user(), moved, context);
      assertEquals(Optional.of(RENAMED), store.findOwner(MAPPING.communicationUserId(), context));

      faulty.once(2, TableFault.lostReply());
      assertTrue(store.removeOwner(moved, context));
      assertEquals(Optional.empty(), store.findOwner(MAPPING.communicationUserId(), context));
    }
  }

  // The move then finds the copy by its mark.
  @Test
  void aCopyWhoseResponseIsLostIsStoredOnceAndReportsAFasterWriter() {
    try (var faulty = FaultyTableStorage.inFrontOf(azurite)) {
      MappingStore store = storage(faulty.connectionString()).mappings();
      Account original = Account.blank(MAPPING.user()).withMapping(MAPPING);
      Account copy = original.movedTo(store.find(RENAMED, context));
      faulty.once(1, TableFault.lostReply());

      assertFalse(store.storeCopy(original, copy, List.of(), context));

      assertTrue(store.find(RENAMED, context).isAt(Move.Stage.FROM, MAPPING.user().issuer()));
    }
  }

  @Test
  void aChangeWhoseFirstEntryHasNoResponseIsBegun() {
    try (var faulty = FaultyTableStorage.inFrontOf(azurite)) {
      IntentLog log = storage(faulty.connectionString()).intentLog();
      assertEquals(List.of(), log.find(MAPPING.communicationUserId(), context));
      faulty.once(1, TableFault.lostReply());

      var begun = log.beginUnlessOfAnother(PendingChange.Kind.ADOPTION, MAPPING, context);

      assertTrue(log.complete(begun.orElseThrow(), context));
    }
  }

  private static TableStorage storage(String connectionString) {
    return AzuriteTable.storage(connectionString, TableName.unique());
  }

  @Nested
  class Mappings extends MappingStoreContract {

    @Override
    protected MappingStore store() {
      return storage.mappings();
    }
  }

  @Nested
  class Intents extends IntentLogContract {

    @Override
    protected IntentLog log() {
      return storage.intentLog();
    }
  }

  @Nested
  class Invitations extends InvitationStoreContract {

    @Override
    protected InvitationStore store() {
      return storage.invitations();
    }
  }

  @Nested
  class Joins extends JoinLogContract {

    @Override
    protected JoinLog log() {
      return storage.joinLog();
    }
  }

  @Nested
  class Ends extends EndScheduleContract {

    @Override
    protected EndSchedule schedule() {
      return storage.endSchedule();
    }
  }
}
