package dev.acstoken.mappings;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.data.tables.TableAsyncClient;
import dev.acstoken.azure.AzureClients;
import dev.acstoken.azure.table.RowChanges;
import dev.acstoken.azure.table.ScannedRow;
import dev.acstoken.azure.table.TableScan;
import dev.acstoken.azure.table.TableSettings;
import dev.acstoken.azure.table.TableStorage;
import dev.acstoken.devhost.DevelopmentHost;
import dev.acstoken.devhost.Emulators;
import dev.acstoken.devhost.FunctionsHost;
import dev.acstoken.devhost.RecoverOldRecords;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.Redacted;
import dev.acstoken.identity.protocol.Recovery;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Verifies that a rename keeps every promise while two deployments serve the same users: one with
 * the old settings, and one with the new ones.
 */
class RenameUnderLoadTest {

  private static final String ALIAS = "staff";
  private static final int USERS = 24;
  private static final int BLOCKED_USERS = 12;
  private static final int CLIENTS = 12;
  private static final Duration NO_GRACE = Duration.ofMillis(-1);
  private static final Pattern IDENTITY = Pattern.compile("\"communicationUserId\":\"([^\"]+)\"");
  private static final Set<Integer> EXPECTED = Set.of(200, 201, 204, 403, 404);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS + 1);
  private final Map<String, Set<String>> identities = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> unexpected = new ConcurrentLinkedQueue<>();
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final AtomicInteger responses = new AtomicInteger();
  private volatile boolean isOver;

  private final Path folder;

  @SuppressWarnings("NullAway.Init")
  private Emulators emulators;

  @SuppressWarnings("NullAway.Init")
  private FunctionsHost before;

  @SuppressWarnings("NullAway.Init")
  private FunctionsHost after;

  RenameUnderLoadTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void start() {
    emulators = Emulators.startOnFreePorts();
    before = serve("");
    after = serve(", \"alias\": \"%s\", \"previousIssuer\": \"%s\"".formatted(ALIAS, oldIssuer()));
  }

  private FunctionsHost serve(String members) {
    String issuers =
        "[{\"issuer\": \"%s\", \"audiences\": [\"%s\"]%s}]"
            .formatted(oldIssuer(), emulators.issuer().audience(), members);
    Map<String, String> settings = new HashMap<>(Emulators.WITHOUT_RATE_LIMIT);
    settings.put("AUTH_ISSUERS", issuers);
    var application = emulators.newApplication(settings);
    return DevelopmentHost.serve(() -> application);
  }

  @AfterEach
  void stop() {
    isOver = true;
    clients.shutdownNow();
    after.close();
    before.close();
    emulators.close();
  }

  @Test
  void everyUserKeepsIdentityAndBlockAndDeletedUsersStayDeleted() throws Exception {
    List<String> permanent = names("permanent");
    List<String> blocked = names("blocked").subList(0, BLOCKED_USERS);
    List<String> deleted = names("deleted");
    List<String> recreated = names("recreated");
    for (List<String> users : List.of(permanent, blocked, deleted, recreated)) {
      for (String user : users) {
        assertEquals(201, issue(user, before).statusCode());
      }
    }
    Map<String, String> identitiesBefore =
        permanent.stream().collect(toMap(it -> it, it -> identity(it, before)));

    List<Callable<Void>> work = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      int seed = i;
      work.add(() -> use(permanent, new Random(seed)));
    }
    // A block takes two seconds. Two admins block each user at about the same time.
    List<String> half = blocked.subList(0, BLOCKED_USERS / 2);
    List<String> otherHalf = blocked.subList(BLOCKED_USERS / 2, BLOCKED_USERS);
    work.set(0, () -> block(half));
    work.set(1, () -> delete(deleted));
    work.set(2, () -> deleteAndCreate(recreated));
    work.set(3, () -> createFirstUsers());
    work.set(4, () -> block(half));
    work.set(5, () -> createFirstUsers());
    work.set(6, () -> block(otherHalf));
    work.set(7, () -> block(otherHalf));
    List<Future<Void>> running = work.stream().map(clients::submit).toList();
    int first = responses.get();
    ExitCode during = rename(Recovery.GRACE_PERIOD);
    int meanwhile = responses.get() - first;
    isOver = true;
    await(running);
    System.out.printf(
        "Rename under load: %d responses meanwhile, exit code %s, %s",
        meanwhile, during, output.toString(StandardCharsets.UTF_8));

    assertEquals(List.of(), List.copyOf(unexpected));
    identitiesBefore.forEach(
        (user, identity) -> assertEquals(Set.of(identity), identities.get(user), user));
    identities.forEach(
        (user, ids) -> {
          if (user.startsWith("first")) {
            assertEquals(1, ids.size(), user);
          }
        });
    RecoverOldRecords.run(emulators);
    assertEquals(ExitCode.DONE, rename(NO_GRACE), output::toString);
    for (String user : blocked) {
      assertEquals(403, issue(user, after).statusCode(), user);
      assertEquals(403, issue(user, before).statusCode(), user);
    }
    for (String user : deleted) {
      assertEquals(404, send("POST", "/users/me/tokens/refresh", "", user, after).statusCode());
    }
    assertStoredUnderTheNewNameOnly();
    // An export reports users who were moved in the last second.
    LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
    assertEquals(ExitCode.DONE, run("export", folder.resolve("users.csv")));
    assertEquals(ExitCode.DONE, run("verify", folder.resolve("users.csv")), output::toString);
  }

  private void assertStoredUnderTheNewNameOnly() {
    Set<String> mapped = new HashSet<>();
    for (var row : new TableScan(table()).all().toIterable()) {
      if (row.content() instanceof ScannedRow.StoredAccount stored) {
        Account account = stored.account();
        if (account.user().issuer().equals(oldIssuer())) {
          assertTrue(AccountRecords.isPointer(account), account.toString());
        }
        account.mapping().map(Mapping::communicationUserId).ifPresent(it -> mapped.add(it.value()));
      }
    }
    assertEquals(emulators.acs().identities(), mapped);
  }

  private Void use(List<String> users, Random random) throws Exception {
    while (!isOver) {
      String user = users.get(random.nextInt(users.size()));
      switch (random.nextInt(6)) {
        case 0 -> send("GET", "/users/me/identity", "", user, any(random));
        case 1 -> send("POST", "/users/me/tokens/refresh", "", user, any(random));
        case 2 -> send("DELETE", "/users/me/tokens", "", user, any(random));
        default -> issue(user, any(random));
      }
    }
    return null;
  }

  // After the response to a block, no request gets a token.
  private Void block(List<String> users) throws Exception {
    Random random = new Random(users.size());
    for (String user : users) {
      var response =
          send(
              "PUT",
              "/users/" + user + "/access",
              "{\"blocked\": true}",
              "admin",
              any(random),
              "Identity.Admin");
      for (int i = 0; i < 4 && response.statusCode() == 200; i++) {
        if (issue(user, any(random)).statusCode() != 403) {
          unexpected.add("a token for the blocked " + user);
        }
      }
    }
    return null;
  }

  private Void delete(List<String> users) throws Exception {
    Random random = new Random(2);
    for (String user : users) {
      if (send("DELETE", "/users/me/identity", "", user, any(random)).statusCode() == 204) {
        for (int i = 0; i < 3; i++) {
          var response = send("POST", "/users/me/tokens/refresh", "", user, any(random));
          if (response.statusCode() != 404) {
            unexpected.add("a token for the deleted " + user);
          }
        }
      }
    }
    return null;
  }

  private Void deleteAndCreate(List<String> users) throws Exception {
    Random random = new Random(3);
    while (!isOver) {
      String user = users.get(random.nextInt(users.size()));
      send("DELETE", "/users/me/identity", "", user, any(random));
      issue(user, any(random));
    }
    return null;
  }

  private Void createFirstUsers() throws Exception {
    Random random = new Random(4);
    for (int i = 0; !isOver; i++) {
      issue("first" + i, any(random));
    }
    return null;
  }

  private FunctionsHost any(Random random) {
    return random.nextBoolean() ? before : after;
  }

  private String identity(String user, FunctionsHost host) {
    try {
      Matcher identity = IDENTITY.matcher(issue(user, host).body());
      assertTrue(identity.find());
      return identity.group(1);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpResponse<String> issue(String user, FunctionsHost host) throws Exception {
    return send("POST", "/users/me/tokens", "", user, host);
  }

  private HttpResponse<String> send(
      String method, String path, String body, String user, FunctionsHost host, String... roles)
      throws IOException, InterruptedException {
    var response =
        http.send(
            HttpRequest.newBuilder(URI.create(host.baseUri() + path))
                .method(
                    method,
                    body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("authorization", "Bearer " + emulators.issuer().token(user, roles))
                .header("content-type", "application/json")
                .build(),
            BodyHandlers.ofString());
    if (!EXPECTED.contains(response.statusCode())) {
      unexpected.add(
          "%s %s of %s: %d %s"
              .formatted(method, path, user, response.statusCode(), response.body()));
    }
    responses.incrementAndGet();
    Matcher identity = IDENTITY.matcher(response.body());
    if (identity.find()) {
      identities.computeIfAbsent(user, it -> ConcurrentHashMap.newKeySet()).add(identity.group(1));
    }
    return response;
  }

  private static List<String> names(String prefix) {
    return IntStream.range(0, USERS).mapToObj(i -> prefix + i).toList();
  }

  private static void await(List<Future<Void>> running)
      throws InterruptedException, ExecutionException {
    for (Future<Void> work : running) {
      work.get();
    }
  }

  /** Renames the issuer without waiting for rows that cannot be changed yet. */
  private ExitCode rename(Duration gracePeriod) throws IOException {
    TableStorage storage = clientsOfTable().tableStorage(settings());
    var names = new IssuerNames(oldIssuer(), ALIAS);
    var steps = new TableRenameSteps(storage.mappings(), new RowChanges(table()));
    var rename = new IssuerRename(storage.mappings(), steps, names, gracePeriod);
    var rounds =
        new RenameRounds(
            new TableScan(table()), names, rename, 4, new Interruption(), InstantSource.system());
    output.reset();
    return new RenameRun(rounds, session(), folder.resolve("report.csv"))
        .run(true, Duration.ZERO, Duration.ofMillis(10));
  }

  private ExitCode run(String command, Path file) {
    output.reset();
    return Main.run(session(), command, file.toString());
  }

  private Session session() {
    PrintStream print = new PrintStream(output, true, StandardCharsets.UTF_8);
    return new Session(
        Map.of(
            "TABLE_STORAGE_CONNECTION_STRING", emulators.azurite().connectionString(),
            "COMMUNICATION_SERVICES_CONNECTION_STRING", emulators.acs().connectionString()),
        print,
        print,
        false,
        new Interruption());
  }

  private TableAsyncClient table() {
    return clientsOfTable().tableAsyncClient(settings());
  }

  private static AzureClients clientsOfTable() {
    return new AzureClients(HttpClient.newBuilder());
  }

  private TableSettings settings() {
    return new TableSettings(
        new TableSettings.WithConnectionString(
            new Redacted(emulators.azurite().connectionString())),
        "identities");
  }

  private String oldIssuer() {
    return emulators.issuer().issuer().toString();
  }
}
