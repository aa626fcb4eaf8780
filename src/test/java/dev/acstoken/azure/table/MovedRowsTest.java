package dev.acstoken.azure.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.data.tables.TableClient;
import com.azure.data.tables.models.TableEntity;
import dev.acstoken.devhost.Azurite;
import dev.acstoken.identity.AccessPolicy;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.MappingStore;
import dev.acstoken.identity.Move;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.PendingChange;
import dev.acstoken.identity.protocol.UserMove;
import dev.acstoken.identity.protocol.UserMove.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Verifies the rows of adoptions and of moves as they are in the table. Operators and later
 * versions read them, and version 0.1.0 must not be able to.
 */
class MovedRowsTest {

  private static final User ALICE = new User("https://issuer.example", "alice");
  private static final User RENAMED = new User("https://renamed.example", "alice");
  private static final String CREATED_ON = "2026-11-20T09:30:00.123Z";
  private static final Mapping MAPPING = mapping("8:acs:resource_first");
  private static final Move TO_RENAMED = new Move(Move.Stage.MOVING, RENAMED.issuer());

  @SuppressWarnings("NullAway.Init")
  private static Azurite azurite;

  private final RequestContext context = RequestContext.within(Duration.ofSeconds(30));
  private final AzuriteTable table = AzuriteTable.in(azurite);
  private final TableClient rows = table.rows();
  private final MappingStore store = table.storage().mappings();

  @BeforeAll
  static void start() {
    azurite = Azurite.start();
  }

  @AfterAll
  static void stop() {
    azurite.close();
  }

  @Test
  void anAdoptionIsAStateAndAnEntryThatVersion010DoesNotRead() {
    put(Account.blank(ALICE).withMapping(MAPPING.withState(Mapping.State.ADOPTING)));
    var unused =
        table
            .storage()
            .intentLog()
            .beginUnlessOfAnother(PendingChange.Kind.ADOPTION, MAPPING, context);

    assertEquals(
        row(ALICE, MAPPING, Map.of("RowKey", "identity", "State", "adopting")), stored(ALICE));
    String key = MAPPING.communicationUserId().key() + "-adoption";
    assertEquals("active", rows.getEntity("pending", key).getProperty("State"));
  }

  @Test
  void aMarkedRowKeepsTheMappingAndNamesTheNewIssuer() {
    put(
        Account.blank(ALICE)
            .withMapping(MAPPING)
            .withPolicy(AccessPolicy.custom(ScopeSet.of(TokenScope.CHAT)))
            .withMove(TO_RENAMED));

    assertEquals(
        row(
            ALICE,
            MAPPING,
            Map.of(
                "RowKey",
                "identity",
                "State",
                "moving",
                "MovingTo",
                RENAMED.issuer(),
                "AllowedScopes",
                "chat")),
        stored(ALICE));
  }

  @Test
  void aMarkedRowWithoutIdentityHasAnEmptyOne() {
    put(Account.blank(ALICE).withPolicy(AccessPolicy.custom(ScopeSet.NONE)).withMove(TO_RENAMED));

    assertEquals(
        row(ALICE, Map.of("State", "moving", "MovingTo", RENAMED.issuer(), "AllowedScopes", "")),
        stored(ALICE));
  }

  @Test
  void aPointerNamesTheNewIssuerAndNoIdentity() {
    Account marked = put(Account.blank(ALICE).withMapping(MAPPING).withMove(TO_RENAMED));

    put(marked.pointerTo(RENAMED.issuer()));

    assertEquals(row(ALICE, Map.of("State", "moved", "MovedTo", RENAMED.issuer())), stored(ALICE));
  }

  @Test
  void aMoveLeavesACopyThatNamesTheOldIssuerAndAPointer() {
    var unused = store.putOwner(MAPPING, context);
    put(Account.blank(ALICE).withMapping(MAPPING));

    assertEquals(Outcome.MOVED, move());

    assertEquals(
        row(
            RENAMED,
            MAPPING,
            Map.of("RowKey", "identity", "State", "active", "MovedFrom", ALICE.issuer())),
        stored(RENAMED));
    assertEquals(row(ALICE, Map.of("State", "moved", "MovedTo", RENAMED.issuer())), stored(ALICE));
    assertEquals(
        Map.of("Issuer", RENAMED.issuer(), "UserId", RENAMED.id()),
        withoutKeys(rows.getEntity(MAPPING.communicationUserId().key(), "user")));
  }

  @Test
  void theRowsOfPreviousIdentitiesAreCopiedAndStayUnderThePointer() {
    Mapping replacement = mapping("8:acs:resource_second");
    var unused = store.putOwner(MAPPING, context);
    var unusedToo = store.putOwner(replacement, context);
    Account account = put(Account.blank(ALICE).withMapping(MAPPING));
    var unusedAccount = store.supersede(account, replacement, context).orElseThrow();

    assertEquals(Outcome.MOVED, move());

    String rowKey = "previous-" + MAPPING.communicationUserId().key();
    assertEquals(
        row(RENAMED, MAPPING, Map.of("RowKey", rowKey, "State", "active")),
        RowFixture.stored(rows.getEntity(RENAMED.key(), rowKey)));
    assertEquals(
        row(ALICE, MAPPING, Map.of("RowKey", rowKey, "State", "active")),
        RowFixture.stored(rows.getEntity(ALICE.key(), rowKey)));
  }

  @Test
  void aMoveKeepsUnknownColumnsAndScopes() {
    rows.createTable();
    rows.createEntity(
        RowFixture.entity(
            new TreeMap<>(
                row(
                    ALICE,
                    MAPPING,
                    Map.of(
                        "RowKey",
                        "identity",
                        "State",
                        "active",
                        "AllowedScopes",
                        "chat,video",
                        "Department",
                        "Cardiology",
                        "Priority",
                        7)))));
    var unused = store.putOwner(MAPPING, context);
    String partition = MAPPING.communicationUserId().key();
    rows.updateEntity(rows.getEntity(partition, "user").addProperty("GuestId", "g1"));

    assertEquals(Outcome.MOVED, move());

    Map<String, Object> copy = stored(RENAMED);
    assertEquals("chat,video", copy.get("AllowedScopes"));
    assertEquals("Cardiology", copy.get("Department"));
    assertEquals(7, copy.get("Priority"));
    assertEquals("g1", rows.getEntity(partition, "user").getProperty("GuestId"));
    assertEquals(Outcome.MOVED, move(RENAMED, ALICE));
    assertEquals("chat,video", stored(ALICE).get("AllowedScopes"));
    assertEquals("Cardiology", stored(ALICE).get("Department"));
  }

  @Test
  void aMarkThatIsRemovedLeavesTheRowAsItWas() {
    Account account = put(Account.blank(ALICE).withMapping(MAPPING));
    Map<String, Object> before = stored(ALICE);

    put(put(account.withMove(TO_RENAMED)).withoutMove());

    assertEquals(before, stored(ALICE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"MovingTo", "MovedTo", "MovedFrom"})
  void aMoveOfAnUnknownTypeFailsTheReadAndStays(String column) {
    put(Account.blank(ALICE).withMapping(MAPPING));
    rows.updateEntity(rows.getEntity(ALICE.key(), "identity").addProperty(column, 3));
    Map<String, Object> before = stored(ALICE);

    var failure = assertThrows(ServiceException.class, () -> store.find(ALICE, context));

    assertEquals(ErrorCode.STORAGE_UNAVAILABLE, failure.code());
    String message = failure.logMessage().orElseThrow();
    assertTrue(message.contains("column " + column), message);
    assertEquals(before, stored(ALICE));
  }

  // Only an account that is marked or is a pointer may lack the identity's other columns.
  @Test
  void anEmptyIdentityWithoutAMarkFailsTheRead() {
    put(Account.blank(ALICE).pointerTo(RENAMED.issuer()));
    TableEntity pointer = rows.getEntity(ALICE.key(), "identity");
    pointer.getProperties().remove("MovedTo");
    rows.deleteEntity(pointer);
    rows.createEntity(RowFixture.entity(RowFixture.stored(pointer)));

    var failure = assertThrows(ServiceException.class, () -> store.find(ALICE, context));

    assertEquals(ErrorCode.STORAGE_UNAVAILABLE, failure.code());
  }

  private Outcome move() {
    return move(ALICE, RENAMED);
  }

  private Outcome move(User from, User to) {
    return new UserMove(store).move(from, to.issuer(), context);
  }

  private Account put(Account account) {
    return store.replace(account, context).orElseThrow();
  }

  private Map<String, Object> stored(User user) {
    return RowFixture.stored(rows.getEntity(user.key(), "identity"));
  }

  private static Map<String, Object> withoutKeys(TableEntity entity) {
    Map<String, Object> columns = RowFixture.stored(entity);
    columns.keySet().removeAll(List.of("PartitionKey", "RowKey"));
    return columns;
  }

  /** Returns the columns of a user's row that names no identity. */
  private static Map<String, Object> row(User user, Map<String, Object> more) {
    Map<String, Object> columns = new TreeMap<>(more);
    columns.put("PartitionKey", user.key());
    columns.put("RowKey", "identity");
    columns.put("Issuer", user.issuer());
    columns.put("UserId", user.id());
    columns.put("CommunicationUserId", "");
    return columns;
  }

  private static Map<String, Object> row(User user, Mapping mapping, Map<String, Object> more) {
    Map<String, Object> columns = row(user, Map.of());
    columns.put("CommunicationUserId", mapping.communicationUserId().value());
    columns.put("AcsEndpoint", mapping.acsEndpoint());
    columns.put("CreatedOn", OffsetDateTime.parse(CREATED_ON));
    columns.putAll(more);
    return columns;
  }

  private static Mapping mapping(String id) {
    return new Mapping(
        ALICE,
        new CommunicationUserId(id),
        "https://contoso.communication.azure.com",
        Mapping.State.ACTIVE,
        Instant.parse(CREATED_ON),
        Optional.empty());
  }
}
