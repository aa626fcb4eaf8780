package dev.acstoken.azure.table;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.data.tables.TableClientBuilder;
import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableTransactionAction;
import com.azure.data.tables.models.TableTransactionActionType;
import dev.acstoken.devhost.Azurite;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.PendingChange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TableScanTest {

  private static final String ISSUER = "https://o'hara.example/tenant";

  @SuppressWarnings("NullAway.Init")
  private static Azurite azurite;

  private final RequestContext context = RequestContext.within(Duration.ofSeconds(60));
  private final AzuriteTable table = AzuriteTable.in(azurite);
  private final TableStorage storage = table.storage();
  private final TableScan scan =
      new TableScan(
          new TableClientBuilder()
              .connectionString(azurite.connectionString())
              .tableName(table.rows().getTableName())
              .buildAsyncClient());

  @BeforeAll
  static void start() {
    azurite = Azurite.start();
  }

  @AfterAll
  static void stop() {
    azurite.close();
  }

  TableScanTest() {
    table.rows().createTable();
  }

  @Test
  void findsTheRowsOfEveryUser() {
    Set<User> users =
        IntStream.range(0, 80).mapToObj(i -> new User(ISSUER, "user" + i)).collect(toSet());
    users.forEach(this::store);

    List<ScannedRow> rows = rows();

    assertEquals(
        users,
        rows.stream()
            .filter(row -> row.content() instanceof ScannedRow.StoredAccount)
            .map(row -> ((ScannedRow.StoredAccount) row.content()).account().user())
            .collect(toSet()));
    assertEquals(
        users,
        rows.stream()
            .filter(row -> row.content() instanceof ScannedRow.Owner)
            .map(row -> ((ScannedRow.Owner) row.content()).user())
            .collect(toSet()));
    assertEquals(160, rows.size());
  }

  @Test
  void findsRowsOfEachKind() {
    User user = new User(ISSUER, "user");
    Mapping mapping = store(user);
    Account account = storage.mappings().find(user, context);
    storage.mappings().supersede(account, mapping(user, "second"), context);
    storage.intentLog().begin(PendingChange.Kind.IDENTITY, mapping, context);
    storage.intentLog().begin(PendingChange.Kind.REVOCATION, mapping, context);
    table.rows().createEntity(invitation());
    table.rows().createEntity(new TableEntity("invitation-1", "guest-1"));
    table.rows().createEntity(new TableEntity("endings", "2026-11-29T00:00:00Z_1"));
    table.rows().createEntity(new TableEntity(new User(ISSUER, "u").key(), "identity"));
    table.rows().createEntity(UserColumns.write(new TableEntity("0".repeat(64), "identity"), user));

    Map<Class<?>, Long> counts =
        rows().stream().collect(groupingBy(row -> row.content().getClass(), counting()));

    assertEquals(
        Map.of(
            ScannedRow.StoredAccount.class, 1L,
            ScannedRow.Owner.class, 1L,
            ScannedRow.PreviousIdentity.class, 1L,
            ScannedRow.Entry.class, 2L,
            ScannedRow.StoredInvitation.class, 1L,
            ScannedRow.JoinedGuest.class, 1L,
            ScannedRow.Other.class, 1L,
            ScannedRow.Unreadable.class, 2L),
        counts);
  }

  @Test
  void findsTheRowsOfAnIssuerOnly() {
    Mapping mapping = store(new User(ISSUER, "user"));
    store(new User("other", "user"));
    storage.intentLog().begin(PendingChange.Kind.IDENTITY, mapping, context);
    table.rows().createEntity(invitation());

    assertEquals(
        3, scan.ofIssuers(List.of(ISSUER, "nobody")).collectList().blockOptional().get().size());
    assertEquals(
        4,
        scan.ofIssuers(List.of(ISSUER, ISSUER + "#applications"))
            .collectList()
            .blockOptional()
            .get()
            .size());
  }

  @Test
  void findsTheRowsOfIssuersWithAPrefix() {
    store(new User("https://o'hara.example/tenant", "user"));
    store(new User("https://o'hara.example/", "user"));
    store(new User("https://o'hara.examplf", "user"));
    store(new User("https://o'hara.example", "user"));

    assertEquals(
        4,
        scan.ofIssuersWithPrefix("https://o'hara.example/")
            .collectList()
            .blockOptional()
            .get()
            .size());
  }

  @Test
  void readsEveryPage() {
    for (int i = 0; i < 25; i++) {
      String prefix = "guest-" + i + "-";
      table
          .rows()
          .submitTransaction(
              IntStream.range(0, 100)
                  .mapToObj(j -> new TableEntity("invitation-1", prefix + j))
                  .map(it -> new TableTransactionAction(TableTransactionActionType.CREATE, it))
                  .toList());
    }

    assertEquals(2500, rows().size());
  }

  @Test
  void tellsTheVersionOfARowForAConditionalWrite() {
    store(new User(ISSUER, "user"));

    ScannedRow.Key key = rows().get(0).key();

    TableEntity row =
        AccountRow.addVersion(new TableEntity(key.partition(), key.row()), key.version());
    assertTrue(
        table
                .rows()
                .deleteEntityWithResponse(row, true, null, com.azure.core.util.Context.NONE)
                .getStatusCode()
            < 300);
  }

  private List<ScannedRow> rows() {
    return scan.all().collectList().blockOptional().orElseThrow();
  }

  private Mapping store(User user) {
    Mapping mapping = mapping(user, user.issuer() + user.id());
    assertTrue(storage.mappings().putOwner(mapping, context));
    assertTrue(
        storage.mappings().replace(Account.blank(user).withMapping(mapping), context).isPresent());
    return mapping;
  }

  private static Mapping mapping(User user, String id) {
    return Mapping.active(
        user,
        new CommunicationUserId("8:acs:" + id),
        "https://contoso.communication.azure.com",
        Instant.parse("2026-11-29T00:00:00Z"));
  }

  private static TableEntity invitation() {
    return UserColumns.write(
        new TableEntity("invitation-1", "invitation"), new User(ISSUER + "#applications", "app"));
  }
}
