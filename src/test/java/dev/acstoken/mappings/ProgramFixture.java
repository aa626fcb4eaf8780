package dev.acstoken.mappings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.data.tables.TableAsyncClient;
import com.azure.data.tables.TableClient;
import com.azure.data.tables.TableClientBuilder;
import dev.acstoken.TableName;
import dev.acstoken.azure.AzureClients;
import dev.acstoken.azure.table.TableSettings;
import dev.acstoken.azure.table.TableStorage;
import dev.acstoken.devhost.Azurite;
import dev.acstoken.identity.AccessPolicy;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.MappingStore;
import dev.acstoken.identity.Redacted;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.User;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Runs the program on a table of its own in Azurite, which exists and is empty. */
final class ProgramFixture {

  static final String ACS = "https://contoso.communication.azure.com";
  static final String RESOURCE = "7c5d2cf6-1ac4-4c62-9d4b-1a2b3c4d5e6f";
  static final Instant CREATED_ON = Instant.parse("2026-11-01T08:30:00.125Z");

  private final String connectionString;
  private final String tableName = TableName.unique();
  private final AzureClients clients = new AzureClients(HttpClient.newBuilder());
  private final TableSettings settings;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Interruption interruption = new Interruption();
  final TableStorage storage;
  final TableClient rows;
  final RequestContext context = RequestContext.within(Duration.ofMinutes(5));

  ProgramFixture(Azurite azurite) {
    this(azurite.connectionString());
  }

  /** Creates a fixture that uses Azurite through another server. */
  ProgramFixture(String connectionString) {
    this.connectionString = connectionString;
    settings =
        new TableSettings(
            new TableSettings.WithConnectionString(new Redacted(connectionString)), tableName);
    storage = clients.tableStorage(settings);
    rows =
        new TableClientBuilder()
            .connectionString(connectionString)
            .tableName(tableName)
            .buildClient();
    rows.createTable();
  }

  /** Returns the environment variables with which the program finds the table. */
  Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("TABLE_STORAGE_CONNECTION_STRING", connectionString);
    environment.put("TABLE_STORAGE_TABLE", tableName);
    environment.put("COMMUNICATION_SERVICES_ENDPOINT", ACS);
    environment.put("COMMUNICATION_SERVICES_RESOURCE_ID", RESOURCE);
    return environment;
  }

  TableAsyncClient table() {
    return clients.tableAsyncClient(settings);
  }

  Session session() {
    return new Session(
        environment(),
        new PrintStream(out, true, UTF_8),
        new PrintStream(err, true, UTF_8),
        false,
        interruption);
  }

  Interruption interruption() {
    return interruption;
  }

  /** Runs the program, and forgets what an earlier run has printed. */
  ExitCode run(Object... arguments) {
    forgetOutput();
    String[] args = new String[arguments.length];
    for (int i = 0; i < args.length; i++) {
      args[i] = arguments[i].toString();
    }
    return Main.run(session(), args);
  }

  void forgetOutput() {
    out.reset();
    err.reset();
  }

  /** Returns what the last run has printed as its result. */
  String output() {
    return out.toString(UTF_8);
  }

  /** Returns what the last run has printed as progress and errors. */
  String errors() {
    return err.toString(UTF_8);
  }

  MappingStore store() {
    return storage.mappings();
  }

  /** Stores a user with an identity of its own, as the endpoint does. */
  Mapping store(User user) {
    return store(user, AccessPolicy.INHERITED);
  }

  Mapping store(User user, AccessPolicy policy) {
    Mapping mapping = mapping(user, user.pseudonym().substring(0, 12));
    store().putOwner(mapping, context);
    replace(Account.blank(user).withMapping(mapping).withPolicy(policy));
    return mapping;
  }

  /** Stores a user without an identity who is blocked. */
  void block(User user) {
    replace(Account.blank(user).withPolicy(AccessPolicy.custom(ScopeSet.NONE)));
  }

  void replace(Account account) {
    assertTrue(store().replace(account, context).isPresent());
  }

  /** Gives a user another identity. The current one becomes a previous one. */
  Mapping supersede(User user, String suffix) {
    Mapping replacement = mapping(user, suffix);
    assertTrue(store().putOwner(replacement, context));
    assertTrue(store().supersede(find(user), replacement, context).isPresent());
    return replacement;
  }

  Account find(User user) {
    return store().find(user, context);
  }

  static Mapping mapping(User user, String suffix) {
    return Mapping.active(user, identity(suffix), ACS, CREATED_ON);
  }

  /** Returns the identity of the resource that ends with up to 12 hexadecimal digits. */
  static CommunicationUserId identity(String suffix) {
    return new CommunicationUserId(
        "8:acs:%s_0000001a-2b3c-4d5e-6f70-%s"
            .formatted(RESOURCE, "0".repeat(12 - suffix.length()) + suffix));
  }
}
