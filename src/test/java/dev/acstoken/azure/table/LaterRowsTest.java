package dev.acstoken.azure.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.data.tables.TableClient;
import dev.acstoken.devhost.Azurite;
import dev.acstoken.identity.AccessPolicy;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.PendingChange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Verifies that rows of a made-up later version, which may serve the same table at the same time,
 * lose nothing. A column that this version does not know is written back. A value that it does not
 * know fails the request and is not overwritten.
 */
class LaterRowsTest {

  private static final String ISSUER = "https://login.example/tenant/v2.0";
  private static final User EXTENDED = new User(ISSUER, "extended");
  private static final User WITHOUT_IDENTITY = new User(ISSUER, "extended without identity");
  private static final Instant FAR_FUTURE = Instant.parse("2100-01-01T00:00:00Z");

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

  LaterRowsTest() {
    rows.createTable();
    for (Map<String, Object> row : RowFixture.read("/rows/later.json")) {
      row.computeIfAbsent("PartitionKey", key -> user(row).key());
      rows.createEntity(RowFixture.entity(row));
    }
  }

  private static User user(Map<String, Object> row) {
    return new User(String.valueOf(row.get("Issuer")), String.valueOf(row.get("UserId")));
  }

  /** Returns the changes of an account that a request makes. */
  static Stream<UnaryOperator<Account>> changes() {
    return Stream.of(
        account -> account.withState(Mapping.State.REVOKING),
        account -> account.withPolicy(AccessPolicy.custom(ScopeSet.of(TokenScope.VOIP))),
        account -> account.withPolicy(AccessPolicy.INHERITED),
        account -> account.withUnknownSince(Optional.of(FAR_FUTURE)),
        account -> account.withMapping(mapping("8:acs:resource_other")),
        Account::withoutMapping,
        account -> account.withoutMapping().withPolicy(AccessPolicy.INHERITED));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void aWriteKeepsUnknownColumns(UnaryOperator<Account> change) {
    Map<String, Object> before = stored(EXTENDED);
    Account account = storage.mappings().find(EXTENDED, context);

    Account written = storage.mappings().replace(change.apply(account), context).orElseThrow();
    assertKeepsUnknownColumns(before);

    var unused = storage.mappings().replace(change.apply(written), context).orElseThrow();
    assertKeepsUnknownColumns(before);
  }

  @Test
  void aReplacementOfTheIdentityKeepsUnknownColumns() {
    Map<String, Object> before = stored(EXTENDED);
    Account account = storage.mappings().find(EXTENDED, context);

    var unused = storage.mappings().supersede(account, mapping("8:acs:resource_other"), context);

    assertKeepsUnknownColumns(before);
  }

  private void assertKeepsUnknownColumns(Map<String, Object> before) {
    Map<String, Object> after = stored(EXTENDED);
    for (String column : List.of("Department", "IsGuest", "LastSeenOn", "Priority", "Weight")) {
      assertEquals(before.get(column), after.get(column), column);
    }
  }

  @Test
  void anUnknownScopeIsIgnoredAndStaysUntilThePolicyChanges() {
    Account account = storage.mappings().find(EXTENDED, context);
    assertEquals(AccessPolicy.custom(ScopeSet.of(TokenScope.CHAT)), account.policy());

    Account marked =
        storage
            .mappings()
            .replace(account.withState(Mapping.State.REVOKING), context)
            .orElseThrow();
    assertEquals("chat,video", stored(EXTENDED).get("AllowedScopes"));

    var unused =
        storage
            .mappings()
            .replace(marked.withPolicy(AccessPolicy.custom(ScopeSet.of(TokenScope.VOIP))), context);
    assertEquals("voip", stored(EXTENDED).get("AllowedScopes"));
  }

  @Test
  void aRowWithUnknownColumnsIsNotRemovedWhenTheAccountIsBlank() {
    Account account = storage.mappings().find(WITHOUT_IDENTITY, context);
    assertTrue(account.isBlank());

    assertTrue(storage.mappings().replace(account, context).isPresent());

    assertEquals("Radiology", stored(WITHOUT_IDENTITY).get("Department"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unknown State",
        "missing State",
        "unknown CreatedOn",
        "unknown AllowedScopes",
        "unknown CommunicationUserId"
      })
  void anUnknownValueFailsTheReadAndNamesTheRow(String id) {
    User user = new User(ISSUER, id);
    String column = id.substring(id.indexOf(' ') + 1);
    Map<String, Object> before = stored(user);

    var failure =
        assertThrows(ServiceException.class, () -> storage.mappings().find(user, context));

    assertEquals(ErrorCode.STORAGE_UNAVAILABLE, failure.code());
    String message = failure.logMessage().orElseThrow();
    assertTrue(message.contains(user.key() + "/identity"), message);
    assertTrue(message.contains("column " + column), message);
    assertFalse(message.contains("\n"), message);
    assertEquals(before, stored(user));
    assertEquals(1, storage.unreadableRows().count());
  }

  @Test
  void pendingChangesOfAnUnknownKindStayForAVersionThatKnowsThem() {
    var known =
        storage
            .intentLog()
            .begin(PendingChange.Kind.IDENTITY, mapping("8:acs:resource_known"), context);

    List<PendingChange> found = storage.intentLog().findStale(FAR_FUTURE, context);

    assertEquals(List.of(known.mapping()), found.stream().map(PendingChange::mapping).toList());
    assertEquals(2, storage.unreadableRows().count());
  }

  @Test
  void aClaimKeepsUnknownColumns() {
    Mapping mapping = mapping("8:acs:resource_known");
    var unused = storage.intentLog().begin(PendingChange.Kind.IDENTITY, mapping, context);
    String row = mapping.communicationUserId().key();
    var entry = rows.getEntity("unsettled", row);
    rows.updateEntity(entry.addProperty("Reason", "adopted"));

    PendingChange found = storage.intentLog().findStale(FAR_FUTURE, context).get(0);
    assertTrue(storage.intentLog().claim(found, context).isPresent());

    assertEquals("adopted", rows.getEntity("unsettled", row).getProperty("Reason"));
  }

  @Test
  void anOwnerRowKeepsUnknownColumns() {
    Mapping mapping = mapping("8:acs:resource_extended");
    storage.mappings().putOwner(mapping, context);
    String partition = mapping.communicationUserId().key();
    rows.updateEntity(rows.getEntity(partition, "user").addProperty("GuestId", "g1"));

    storage.mappings().putOwner(mapping, context);

    assertEquals("g1", rows.getEntity(partition, "user").getProperty("GuestId"));
  }

  private static Mapping mapping(String id) {
    return Mapping.active(
        EXTENDED,
        new CommunicationUserId(id),
        "https://contoso.communication.azure.com",
        Instant.parse("2026-11-20T09:30:00.123Z"));
  }

  private Map<String, Object> stored(User user) {
    return RowFixture.stored(rows.getEntity(user.key(), "identity"));
  }
}
