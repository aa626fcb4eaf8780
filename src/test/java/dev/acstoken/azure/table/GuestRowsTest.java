package dev.acstoken.azure.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.data.tables.TableClient;
import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableEntityUpdateMode;
import dev.acstoken.devhost.Azurite;
import dev.acstoken.guests.EndSchedule.ScheduledEnd;
import dev.acstoken.guests.Guest;
import dev.acstoken.guests.Invitation;
import dev.acstoken.guests.InvitationId;
import dev.acstoken.guests.InvitationTerms;
import dev.acstoken.guests.JoinLog.PendingJoin;
import dev.acstoken.guests.JoinedGuest;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.User;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Verifies that the rows of invitations and guests are those of version 0.2.0, and that what a
 * made-up later version has added to them stays.
 */
class GuestRowsTest {

  private static final String VERSION_0_2_0 = "/rows/0.2.0.json";

  private static final String ISSUER = "https://login.example/tenant/v2.0";
  private static final InvitationId ID = new InvitationId("QUJDREVGR0hJSktMTU5PUA");
  private static final Instant CREATED_ON = Instant.parse("2026-11-20T09:30:00Z");
  private static final Instant FAR_FUTURE = Instant.parse("2100-01-01T00:00:00Z");
  private static final JoinedGuest GUEST =
      new JoinedGuest(
          new Guest(ID, "cGF0aWVudC1wYXRpZW50LQ"),
          new CommunicationUserId("8:acs:resource_guest"),
          Instant.parse("2026-11-20T09:31:00.123Z"));
  private static final ScheduledEnd END =
      new ScheduledEnd(ID, Instant.parse("2026-11-21T09:30:00Z"));

  private static final Invitation ENDED =
      new Invitation(
          ID,
          new User(ISSUER, "clinician"),
          new InvitationTerms(
              ScopeSet.of(TokenScope.CHAT_JOIN, TokenScope.VOIP_JOIN),
              Instant.parse("2026-11-21T09:30:00Z"),
              3,
              Optional.of("meeting 7")),
          "0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9",
          "d2b1f54f5bf27e0b4cc4d4c6d2b7ac4f1aa3c20f4c6d3fd2d3d3c3fd57b1d0b2",
          Instant.parse("2026-11-20T09:30:05.678Z"),
          CREATED_ON,
          2,
          Optional.of(Instant.parse("2026-11-20T10:00:00.123Z")),
          Optional.empty());

  private static final Invitation OPEN =
      new Invitation(
          new InvitationId("---------------------w"),
          new User(ISSUER, "Zoë's app / clinic #1"),
          new InvitationTerms(
              ScopeSet.of(TokenScope.values()),
              Instant.parse("2026-12-20T09:30:00Z"),
              1,
              Optional.empty()),
          "1a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9",
          "e2b1f54f5bf27e0b4cc4d4c6d2b7ac4f1aa3c20f4c6d3fd2d3d3c3fd57b1d0b2",
          Instant.parse("2026-11-20T09:30:00.123Z"),
          CREATED_ON,
          0,
          Optional.empty(),
          Optional.empty());

  @SuppressWarnings("NullAway.Init")
  private static Azurite azurite;

  private final RequestContext context = RequestContext.within(Duration.ofSeconds(30));
  private final AzuriteTable table = AzuriteTable.in(azurite);
  private final TableClient rows = table.rows();
  private final TableStorage storage = table.storage();

  @BeforeAll
  static void start() {
    azurite = Azurite.start();
  }

  @AfterAll
  static void stop() {
    azurite.close();
  }

  static Stream<Invitation> invitations() {
    return Stream.of(ENDED, OPEN);
  }

  @ParameterizedTest
  @MethodSource("invitations")
  void anInvitationIsReadWithItsOriginalMeaning(Invitation invitation) {
    insertFixture();

    Invitation found = storage.invitations().find(invitation.id(), context).orElseThrow();

    assertEquals(invitation.withVersion(found.version().orElseThrow()), found);
  }

  @ParameterizedTest
  @MethodSource("invitations")
  void anInvitationIsWrittenInTheOriginalFormat(Invitation invitation) {
    var unused = storage.invitations().replace(invitation, context).orElseThrow();

    String partition = "invitation-" + invitation.id().value();
    assertEquals(fixture(partition, "invitation"), stored(partition, "invitation"));
  }

  @Test
  void aGuestIsReadWithTheOriginalMeaning() {
    insertFixture();

    assertEquals(Optional.of(GUEST), storage.invitations().findGuest(GUEST.guest(), context));
    assertEquals(List.of(GUEST), storage.invitations().findGuests(ID, context));
  }

  @Test
  void aGuestIsWrittenInTheOriginalFormat() {
    Invitation invitation = storage.invitations().replace(ENDED, context).orElseThrow();

    assertTrue(storage.invitations().admit(invitation, GUEST, context));

    String partition = "invitation-" + ID.value();
    String row = "guest-" + GUEST.guest().id();
    assertEquals(fixture(partition, row), stored(partition, row));
  }

  @Test
  void aJoinIsReadWithItsOriginalMeaningAndWrittenInTheOriginalFormat() {
    insertFixture();
    PendingJoin found = storage.joinLog().findStale(FAR_FUTURE, context).get(0);
    assertEquals(GUEST.guest(), found.guest());

    PendingJoin begun = storage.joinLog().begin(GUEST.guest(), context);

    Map<String, Object> expected = fixture("joining", found.id());
    expected.put("RowKey", begun.id());
    assertEquals(expected, stored("joining", begun.id()));
  }

  @Test
  void anEndIsReadWithItsOriginalMeaningAndWrittenInTheOriginalFormat() {
    insertFixture();
    assertEquals(List.of(END), storage.endSchedule().findDue(FAR_FUTURE, context));
    storage.endSchedule().remove(END, context);
    assertEquals(List.of(), storage.endSchedule().findDue(FAR_FUTURE, context));

    storage.endSchedule().add(END, context);

    String row = "2026-11-21T09:30:00Z_" + ID.value();
    assertEquals(fixture("endings", row), stored("endings", row));
  }

  @Test
  void aChangeKeepsWhatALaterVersionHasWritten() {
    Invitation invitation = storage.invitations().replace(OPEN, context).orElseThrow();
    String partition = "invitation-" + OPEN.id().value();
    extend(partition, "invitation", Map.of("Scopes", "chat.join,video", "Lobby", true));

    Invitation found = storage.invitations().find(invitation.id(), context).orElseThrow();
    assertEquals(ScopeSet.of(TokenScope.CHAT_JOIN), found.terms().scopes());
    assertTrue(storage.invitations().replace(found, context).isPresent());
    found = storage.invitations().find(invitation.id(), context).orElseThrow();
    var guest =
        new JoinedGuest(new Guest(OPEN.id(), "g"), GUEST.communicationUserId(), GUEST.joinedOn());
    assertTrue(storage.invitations().admit(found, guest, context));

    assertEquals("chat.join,video", stored(partition, "invitation").get("Scopes"));
    assertEquals(true, stored(partition, "invitation").get("Lobby"));
  }

  @Test
  void anUpdateOfAGuestKeepsWhatALaterVersionHasWritten() {
    insertFixture();
    String partition = "invitation-" + ID.value();
    String row = "guest-" + GUEST.guest().id();
    extend(partition, row, Map.of("DisplayName", "Patient"));

    storage.invitations().updateGuest(GUEST, context);

    assertEquals("Patient", stored(partition, row).get("DisplayName"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Scopes",
        "ExpiresOn",
        "MaxGuests",
        "RequestHash",
        "CodeHash",
        "CodeIssuedOn",
        "CreatedOn",
        "Guests",
        "EndedOn",
        "Reference",
        "UserId"
      })
  void anUnknownValueOfAnInvitationFailsTheReadAndNamesTheRow(String column) {
    insertFixture();
    extend("invitation-" + ID.value(), "invitation", Map.of(column, 0.5));

    assertUnreadable(column, () -> storage.invitations().find(ID, context));
  }

  @ParameterizedTest
  @ValueSource(strings = {"CommunicationUserId", "JoinedOn"})
  void anUnknownValueOfAGuestFailsTheReadAndNamesTheRow(String column) {
    insertFixture();
    extend("invitation-" + ID.value(), "guest-" + GUEST.guest().id(), Map.of(column, 0.5));

    assertUnreadable(column, () -> storage.invitations().findGuest(GUEST.guest(), context));
    assertUnreadable(column, () -> storage.invitations().findGuests(ID, context));
  }

  @Test
  void anInvitationWithoutAKnownScopeFailsTheReadAndNamesTheRow() {
    insertFixture();
    extend("invitation-" + ID.value(), "invitation", Map.of("Scopes", "video"));

    assertUnreadable("Scopes", () -> storage.invitations().find(ID, context));
  }

  private void assertUnreadable(String column, Runnable read) {
    var failure = assertThrows(ServiceException.class, read::run);

    assertEquals(ErrorCode.STORAGE_UNAVAILABLE, failure.code());
    String message = failure.logMessage().orElseThrow();
    assertTrue(message.contains("invitation-" + ID.value()), message);
    assertTrue(message.contains("column " + column), message);
    assertTrue(storage.unreadableRows().count() > 0);
  }

  @Test
  void entriesOfAnUnknownFormStayForAVersionThatKnowsThem() {
    insertFixture();
    rows.createEntity(
        new TableEntity("joining", "0").addProperty("Issuer", ISSUER).addProperty("UserId", "a.b"));
    for (String row :
        List.of("2026", "2026-11-20T09:30:00Z", "2026-11-20T09:30:00Z_short", "0_" + ID.value())) {
      rows.createEntity(new TableEntity("endings", row));
    }

    assertEquals(1, storage.joinLog().findStale(FAR_FUTURE, context).size());
    assertEquals(List.of(END), storage.endSchedule().findDue(FAR_FUTURE, context));

    assertEquals(5, storage.unreadableRows().count());
    assertFalse(stored("joining", "0").isEmpty());
  }

  private void extend(String partition, String row, Map<String, Object> columns) {
    TableEntity changed = new TableEntity(partition, row);
    columns.forEach(changed::addProperty);
    rows.updateEntity(changed, TableEntityUpdateMode.MERGE);
  }

  private void insertFixture() {
    rows.createTable();
    RowFixture.read(VERSION_0_2_0).forEach(row -> rows.createEntity(RowFixture.entity(row)));
  }

  private static Map<String, Object> fixture(String partition, String row) {
    return RowFixture.read(VERSION_0_2_0).stream()
        .filter(it -> partition.equals(it.get("PartitionKey")) && row.equals(it.get("RowKey")))
        .findFirst()
        .orElseThrow();
  }

  private Map<String, Object> stored(String partition, String row) {
    return RowFixture.stored(rows.getEntity(partition, row));
  }
}
