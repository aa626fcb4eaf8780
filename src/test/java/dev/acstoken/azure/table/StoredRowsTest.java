package dev.acstoken.azure.table;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.azure.data.tables.TableClient;
import dev.acstoken.devhost.Azurite;
import dev.acstoken.identity.AccessPolicy;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.PendingChange;
import java.time.Duration;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Verifies that rows of version 0.1.0, in every state, are read with their original meaning, and
 * that the same values are written as the same rows. A table outlives every version of this
 * service.
 */
class StoredRowsTest {

  private static final String VERSION_0_1_0 = "/rows/0.1.0.json";

  private static final String ISSUER = "https://login.example/tenant/v2.0";
  private static final String ACS = "https://contoso.communication.azure.com";
  private static final Instant CREATED_ON = Instant.parse("2026-11-20T09:30:00.123Z");
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

  /** Returns at most one account of each user, because the tests identify rows by their keys. */
  static Stream<Account> accounts() {
    return Stream.of(
        account("active", Mapping.State.ACTIVE, AccessPolicy.INHERITED),
        account("revoking", Mapping.State.REVOKING, custom(TokenScope.CHAT)),
        account("deleting", Mapping.State.DELETING, AccessPolicy.INHERITED),
        account("blocked", Mapping.State.ACTIVE, custom()),
        account("all scopes", Mapping.State.ACTIVE, custom(TokenScope.values())),
        new Account(
            new User(ISSUER, "Zoë's policy / without? identity#"),
            Optional.empty(),
            custom(TokenScope.VOIP_JOIN, TokenScope.CHAT_JOIN_LIMITED),
            Optional.empty()));
  }

  @ParameterizedTest
  @MethodSource("accounts")
  void anAccountIsReadWithItsOriginalMeaning(Account account) {
    insertFixture();

    Account found = storage.mappings().find(account.user(), context);

    assertEquals(account.withRow(found.row().orElseThrow()), found);
  }

  @ParameterizedTest
  @MethodSource("accounts")
  void anAccountIsWrittenInTheOriginalFormat(Account account) {
    var unused = storage.mappings().replace(account, context);

    assertEquals(fixture().get(key(account.user().key(), "identity")), theOnlyRow());
  }

  @Test
  void theOwnerOfAnIdentityIsReadWithItsOriginalMeaning() {
    insertFixture();

    assertEquals(
        Optional.of(mapping("active", Mapping.State.ACTIVE).user()),
        storage
            .mappings()
            .findOwner(mapping("active", Mapping.State.ACTIVE).communicationUserId(), context));
  }

  @Test
  void theOwnerOfAnIdentityIsWrittenInTheOriginalFormat() {
    storage.mappings().putOwner(mapping("active", Mapping.State.ACTIVE), context);

    assertEquals(
        fixture()
            .get(key(mapping("active", Mapping.State.ACTIVE).communicationUserId().key(), "user")),
        theOnlyRow());
  }

  @Test
  void pendingChangesAreReadWithTheirOriginalMeaning() {
    insertFixture();

    var found =
        storage.intentLog().findStale(FAR_FUTURE, context).stream()
            .map(change -> List.of(change.kind(), change.mapping()))
            .toList();

    assertEquals(
        Set.of(
            List.of(PendingChange.Kind.IDENTITY, mapping("deleting", Mapping.State.DELETING)),
            List.of(PendingChange.Kind.IDENTITY, mapping("created", Mapping.State.ACTIVE)),
            List.of(PendingChange.Kind.POLICY, mapping("revoking", Mapping.State.ACTIVE))),
        Set.copyOf(found));
  }

  static Stream<PendingChange> pendingChanges() {
    return Stream.of(
        pending(PendingChange.Kind.IDENTITY, mapping("deleting", Mapping.State.DELETING)),
        pending(PendingChange.Kind.IDENTITY, mapping("created", Mapping.State.ACTIVE)),
        pending(PendingChange.Kind.POLICY, mapping("revoking", Mapping.State.ACTIVE)));
  }

  @ParameterizedTest
  @MethodSource("pendingChanges")
  void aPendingChangeIsWrittenInTheOriginalFormat(PendingChange change) {
    var unused = storage.intentLog().begin(change.kind(), change.mapping(), context);

    String suffix = change.kind() == PendingChange.Kind.POLICY ? "-access" : "";
    assertEquals(
        fixture().get(key("unsettled", change.mapping().communicationUserId().key() + suffix)),
        theOnlyRow());
  }

  private static PendingChange pending(PendingChange.Kind kind, Mapping mapping) {
    return new PendingChange(kind, mapping, CREATED_ON, "");
  }

  private static Account account(String id, Mapping.State state, AccessPolicy policy) {
    Mapping mapping = mapping(id, state);
    return new Account(mapping.user(), Optional.of(mapping), policy, Optional.empty());
  }

  private static AccessPolicy custom(TokenScope... scopes) {
    return AccessPolicy.custom(ScopeSet.of(scopes));
  }

  private static Mapping mapping(String id, Mapping.State state) {
    return new Mapping(
        new User(ISSUER, id),
        new CommunicationUserId("8:acs:resource_" + id),
        ACS,
        state,
        CREATED_ON,
        Optional.empty());
  }

  private void insertFixture() {
    rows.createTable();
    fixture().values().forEach(row -> rows.createEntity(RowFixture.entity(row)));
  }

  private Map<String, Object> theOnlyRow() {
    List<Map<String, Object>> found = new ArrayList<>();
    rows.listEntities().forEach(row -> found.add(RowFixture.stored(row)));
    assertEquals(1, found.size());
    return found.get(0);
  }

  private static String key(String partition, String row) {
    return partition + " " + row;
  }

  /** Returns the rows by {@link #key}. */
  private static Map<String, Map<String, Object>> fixture() {
    return RowFixture.read(VERSION_0_1_0).stream()
        .collect(
            toMap(
                row ->
                    key(String.valueOf(row.get("PartitionKey")), String.valueOf(row.get("RowKey"))),
                row -> row));
  }
}
