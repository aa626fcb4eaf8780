package dev.acstoken.devhost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.emulator.Fault;
import dev.acstoken.emulator.TokenStatus;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Verifies that retries and one run of the recovery complete every change that a kill interrupted.
 *
 * <p>The endpoint is a process that is repeatedly killed under load and restarted on the same table
 * and ACS resource. The profile {@code kill} kills it more often.
 */
class KillTest {
  private static final int KILLS = Integer.getInteger("kills", 5);
  private static final long SEED = Long.getLong("killSeed", System.nanoTime());
  private static final int USERS = 40;
  private static final int CLIENTS = 24;
  private static final int MAX_RESPONSES_BEFORE_A_KILL = 120;
  private static final int MAX_PAUSE_MILLIS = 20;
  private static final int REST_MILLIS = 100;
  private static final String PASSWORD = "emulator";

  private static final List<AppCall> CALLS =
      List.of(
          AppCall.CREATE,
          AppCall.ISSUE,
          AppCall.ISSUE,
          AppCall.REFRESH,
          AppCall.REVOKE,
          AppCall.DELETE);

  private final Random random = new Random(SEED);
  private final Closer parts = new Closer();
  private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
  private final AppResponses responses = new AppResponses();
  private final Semaphore received = new Semaphore(0);
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger interrupted = new AtomicInteger();
  private volatile boolean stopped;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @SuppressWarnings("NullAway.Init")
  private Emulators emulators;

  @SuppressWarnings("NullAway.Init")
  private SlowTable table;

  @SuppressWarnings("NullAway.Init")
  private volatile EndpointProcess endpoint;

  @BeforeEach
  void start() throws Exception {
    emulators = parts.add(Emulators.startOnFreePorts());
    table = parts.add(SlowTable.before(emulators.azurite(), MAX_PAUSE_MILLIS));
    emulators.acs().writeTrustStore(folder.resolve("trust.p12"), PASSWORD);
    var pause = Duration.ofMillis(MAX_PAUSE_MILLIS);
    emulators.acs().faults().always(Fault.beforeResponse(KillTest::pause).withDelay(pause));
    startEndpoint();
  }

  @AfterEach
  void stop() throws Exception {
    stopped = true;
    clients.shutdownNow();
    endpoint.close();
    parts.close();
  }

  @Test
  void retriesAndRecoveryCompleteInterruptedChanges() throws Exception {
    var users = users();
    killRepeatedly(users);
    emulators.acs().faults().clear();
    for (int i = 0; i < USERS; i++) {
      retry(users.get(i), i);
    }
    var before = StoredIdentities.read(emulators.azurite());
    int recovered = RecoverOldRecords.run(emulators);
    var after = StoredIdentities.read(emulators.azurite());
    var lost = new HashSet<>(emulators.acs().identities());
    lost.removeAll(after.mapped().values());

    System.out.printf(
        "Kills: %d, seed %d. %d users, %d clients: %d responses %s, %d requests interrupted, %d"
            + " connections refused. Identities: %d written, %d live, %d lost before their first"
            + " row. Pending changes: %d before the recovery, %d recovered, %d left.%n",
        KILLS,
        SEED,
        USERS,
        CLIENTS,
        responses.count(),
        responses.byStatus(),
        interrupted.get(),
        refused.get(),
        table.written().size(),
        emulators.acs().identities().size(),
        lost.size(),
        before.pending().size(),
        recovered,
        after.pending().size());
    assertEveryStatusIsExpected();
    assertEquals(before.mapped(), after.mapped(), "the recovery changes no mapping");
    assertEquals(Set.of(), after.pending());
    assertEveryRowNamesALiveIdentity(users, after);
    lost.retainAll(table.written());
    assertEquals(Set.of(), lost, "live identities without a row, although one was written");
    responses
        .all()
        .forEach(response -> assertTokenIsInvalidOrOfTheMappedIdentity(response, after.mapped()));
    assertEveryUserKeepsTheIdentity(users, after.mapped());
  }

  private void killRepeatedly(List<AppUser> users) throws Exception {
    var working = new ArrayList<Future<?>>();
    for (int i = 0; i < CLIENTS; i++) {
      var choice = new Random(SEED + i);
      working.add(clients.submit(() -> callUntilStopped(users, choice)));
    }
    for (int i = 0; i < KILLS; i++) {
      received.drainPermits();
      int responsesToWaitFor = 1 + random.nextInt(MAX_RESPONSES_BEFORE_A_KILL);
      assertTrue(received.tryAcquire(responsesToWaitFor, 2, TimeUnit.MINUTES), "no responses");
      Thread.sleep(random.nextInt(MAX_PAUSE_MILLIS));
      endpoint.kill();
      startEndpoint();
    }
    stopped = true;
    for (var client : working) {
      client.get();
    }
    while (!table.isIdle()) {
      Thread.sleep(MAX_PAUSE_MILLIS);
    }
  }

  private Void callUntilStopped(List<AppUser> users, Random choice) throws Exception {
    while (!stopped) {
      var user = users.get(choice.nextInt(USERS));
      try {
        call(user, CALLS.get(choice.nextInt(CALLS.size())));
        received.release();
      } catch (HttpTimeoutException e) {
        throw new AssertionError("A request took too long.", e);
      } catch (ConnectException e) {
        refused.incrementAndGet();
        Thread.sleep(REST_MILLIS);
      } catch (IOException e) {
        interrupted.incrementAndGet();
      }
    }
    return null;
  }

  // A successful deletion or revocation invalidates all earlier tokens, whichever process was
  // killed.
  private AppResponse call(AppUser user, AppCall call) throws IOException, InterruptedException {
    boolean invalidates = call == AppCall.DELETE || call == AppCall.REVOKE;
    var before = invalidates ? responses.of(user) : List.<AppResponse>of();
    var response = user.send(call, endpoint.baseUri());
    responses.add(response);
    if (response.isSuccess()) {
      before.forEach(this::assertTokenIsInvalid);
    }
    return response;
  }

  private void retry(AppUser user, int number) throws Exception {
    callUntilItSucceeds(user, AppCall.ISSUE);
    if (isToBeDeleted(number)) {
      callUntilItSucceeds(user, AppCall.DELETE);
    } else if (number % 3 == 1) {
      callUntilItSucceeds(user, AppCall.REVOKE);
    }
  }

  private AppResponse callUntilItSucceeds(AppUser user, AppCall call) throws Exception {
    for (int i = 0; i < 5; i++) {
      var response = call(user, call);
      if (response.isSuccess()) {
        return response;
      }
    }
    throw new AssertionError(call + " did not succeed: " + responses.byKind());
  }

  // A request fails with 503 if other requests change the user's rows during each of its attempts.
  private void assertEveryStatusIsExpected() {
    var unexpected = new HashSet<>(responses.byStatus().keySet());
    unexpected.removeAll(Set.of(200, 201, 204, 404, 503));
    assertEquals(Set.of(), unexpected, responses.byKind()::toString);
  }

  private void assertEveryRowNamesALiveIdentity(List<AppUser> users, StoredIdentities stored) {
    var kept = new HashSet<String>();
    for (int i = 0; i < USERS; i++) {
      if (!isToBeDeleted(i)) {
        kept.add(users.get(i).id());
      }
    }
    assertEquals(kept, stored.mapped().keySet());
    assertTrue(emulators.acs().identities().containsAll(stored.mapped().values()));
    assertEquals(kept, Set.copyOf(stored.owners().values()), "users of owner rows");
    assertEquals(kept.size(), stored.owners().size(), "owner rows");
  }

  private void assertTokenIsInvalidOrOfTheMappedIdentity(
      AppResponse response, Map<String, String> mapped) {
    if (response.token().map(emulators.acs()::status).orElse(null)
        instanceof TokenStatus.Active token) {
      assertEquals(mapped.get(response.user().id()), token.identity(), response::kind);
    }
  }

  private void assertEveryUserKeepsTheIdentity(List<AppUser> users, Map<String, String> mapped)
      throws Exception {
    for (AppUser user : users) {
      var response = callUntilItSucceeds(user, AppCall.ISSUE);
      var identity = response.communicationUserId().orElseThrow();
      assertEquals(mapped.getOrDefault(user.id(), identity), identity);
      assertTrue(emulators.acs().isValid(response.token().orElseThrow()));
    }
  }

  private void assertTokenIsInvalid(AppResponse response) {
    response
        .token()
        .ifPresent(token -> assertFalse(emulators.acs().isValid(token), response::kind));
  }

  private void startEndpoint() throws Exception {
    var settings = new HashMap<>(emulators.environment());
    settings.putAll(Emulators.WITHOUT_RATE_LIMIT);
    settings.put("TABLE_STORAGE_CONNECTION_STRING", table.connectionString());
    endpoint = EndpointProcess.start(settings, folder.resolve("trust.p12"), PASSWORD);
  }

  private List<AppUser> users() {
    return IntStream.range(0, USERS)
        .mapToObj(i -> "user-" + i)
        .map(id -> new AppUser(id, emulators.issuer().token(id)))
        .toList();
  }

  private static boolean isToBeDeleted(int number) {
    return number % 3 == 0;
  }

  private static void pause() {
    try {
      Thread.sleep(MAX_PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
