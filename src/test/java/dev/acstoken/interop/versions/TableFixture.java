package dev.acstoken.interop.versions;

import com.azure.data.tables.TableClient;
import com.azure.data.tables.models.TableEntity;
import dev.acstoken.azure.AzureClients;
import dev.acstoken.azure.table.RowFixture;
import dev.acstoken.azure.table.TableStorage;
import dev.acstoken.devhost.Emulators;
import dev.acstoken.identity.AccessPolicy;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationIdentities;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.MappingStore;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.TokenGrant;
import dev.acstoken.identity.TokenLifetime;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.IntentLog;
import dev.acstoken.settings.SettingsReader;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * Puts rows into the table: those of this version, by its own code, and those of the files in
 * {@code rows}. They name identities that exist at the ACS emulator.
 */
final class TableFixture {

  private static final String CHANGE_OF_ACCESS = "-access";

  private final Emulators emulators;
  private final CommunicationIdentities acs;
  private final TableStorage storage;
  private final TableClient table;

  TableFixture(Emulators emulators) {
    var settings = SettingsReader.read(emulators.environment());
    var azure = new AzureClients(emulators.connections());
    this.emulators = emulators;
    this.acs = azure.communicationIdentities(settings.acs());
    this.storage = azure.tableStorage(settings.table());
    this.table = StoredRows.table(emulators.azurite());
    table.createTable();
  }

  static RequestContext context() {
    return RequestContext.within(Duration.ofSeconds(30));
  }

  CommunicationIdentities acs() {
    return acs;
  }

  MappingStore mappings() {
    return storage.mappings();
  }

  IntentLog log() {
    return storage.intentLog();
  }

  /** Creates an identity at the emulator, and returns its mapping, which is not stored yet. */
  Mapping newMapping(Caller caller) {
    return Mapping.active(
        user(caller),
        acs.create(context()),
        acs.endpoint(),
        Instant.now().truncatedTo(ChronoUnit.MILLIS));
  }

  /** Stores the user's first row, as this version writes it. */
  Account store(Mapping mapping, AccessPolicy policy) {
    mappings().putOwner(mapping, context());
    return mappings()
        .replace(Account.blank(mapping.user()).withMapping(mapping).withPolicy(policy), context())
        .orElseThrow();
  }

  /** Stores an account that has not changed since it was read. */
  void put(Account account) {
    var unused = mappings().replace(account, context()).orElseThrow();
  }

  /** Gives the user another identity, so that the present one becomes a previous one. */
  Mapping replace(Account account) {
    Mapping replacement =
        Mapping.active(
            account.user(),
            acs.create(context()),
            acs.endpoint(),
            Instant.now().truncatedTo(ChronoUnit.MILLIS));
    mappings().putOwner(replacement, context());
    return mappings()
        .supersede(account, replacement, context())
        .flatMap(Account::mapping)
        .orElseThrow();
  }

  /** Issues a token of the identity, without either version. */
  String issueToken(Mapping mapping) {
    var grant =
        new TokenGrant(ScopeSet.of(TokenScope.CHAT), new TokenLifetime(TokenLifetime.MIN_MINUTES));
    return acs.issueToken(mapping.communicationUserId(), grant, context())
        .map(token -> token.value().reveal())
        .orElseThrow();
  }

  /** Returns whether the emulator still knows the identity. */
  boolean isLive(Mapping mapping) {
    return emulators.acs().identities().contains(mapping.communicationUserId().value());
  }

  /** Inserts the rows that a file has about one user, for another user. */
  void insert(String file, String userId, Caller caller) {
    User user = user(caller);
    CommunicationUserId identity = acs.create(context());
    RowFixture.read("/rows/" + file).stream()
        .filter(row -> userId.equals(row.get("UserId")))
        .map(row -> adapt(row, user, identity))
        .forEach(table::createEntity);
  }

  private TableEntity adapt(Map<String, Object> row, User user, CommunicationUserId identity) {
    row.put("Issuer", user.issuer());
    row.put("UserId", user.id());
    row.computeIfPresent("AcsEndpoint", (column, value) -> acs.endpoint());
    row.computeIfPresent(
        "CommunicationUserId", (column, value) -> "".equals(value) ? value : identity.value());
    String rowKey = String.valueOf(row.get("RowKey"));
    switch (rowKey) {
      case "identity" -> row.put("PartitionKey", user.key());
      case "user" -> row.put("PartitionKey", identity.key());
      default ->
          row.put(
              "RowKey",
              identity.key() + (rowKey.endsWith(CHANGE_OF_ACCESS) ? CHANGE_OF_ACCESS : ""));
    }
    return RowFixture.entity(row);
  }

  /** Returns the columns of the user's row. */
  Map<String, Object> stored(Caller caller) {
    return RowFixture.stored(table.getEntity(user(caller).key(), "identity"));
  }

  private User user(Caller caller) {
    return new User(emulators.issuer().issuer().toString(), caller.id());
  }
}
