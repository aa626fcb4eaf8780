package dev.acstoken.devhost;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.emulator.Fault;
import dev.acstoken.emulator.Operation;
import dev.acstoken.emulator.TokenStatus;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Verifies that each user has one identity, no request fails and no token keeps a removed scope
 * when many concurrent clients call eight instances of the endpoint.
 *
 * <p>The instances share one table and one ACS resource and know nothing else of each other. Each
 * client calls any of the instances. The profile {@code stress} increases the load.
 */
class ConcurrencyStressTest {
  private static final int INSTANCES = 8;
  private static final int CLIENTS = Integer.getInteger("stressClients", 64);
  private static final int USERS = 50;
  private static final int FIRST_REQUESTS = Integer.getInteger("stressRequests", 40);
  private static final int WARM_UP_REQUESTS = 4 * CLIENTS;
  private static final int DELETING_CLIENTS = 4;
  private static final int TEMPORARY_USERS = 10 * DELETING_CLIENTS;
  private static final int RESTRICTING_CLIENTS = 2;
  private static final int RESTRICTED_USERS = 5 * RESTRICTING_CLIENTS;
  private static final int CLIENTS_OF_RESTRICTED_USERS = 8;
  private static final Duration ACS_DELAY = Duration.ofMillis(50);
  private static final Duration MIXED_DURATION =
      Duration.ofSeconds(Integer.getInteger("stressSeconds", 10));

  private static final List<AppCall> CALLS =
      List.of(
          AppCall.ISSUE,
          AppCall.ISSUE,
          AppCall.REFRESH,
          AppCall.REFRESH,
          AppCall.CREATE,
          AppCall.GET,
          AppCall.REVOKE);

  private final Closer parts = new Closer();
  private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
  private final List<URI> instances = new ArrayList<>();
  private final AppResponses first = new AppResponses();
  private final AppResponses mixed = new AppResponses();

  /** The users whose policy lacks a scope since a response of SetAccess. */
  private final Set<AppUser> restricted = ConcurrentHashMap.newKeySet();

  @SuppressWarnings("NullAway.Init")
  private Emulators emulators;

  @BeforeEach
  void start() {
    emulators = parts.add(Emulators.startOnFreePorts());
    for (int i = 0; i < INSTANCES; i++) {
      var application = emulators.newApplication(Emulators.WITHOUT_RATE_LIMIT);
      instances.add(parts.add(DevelopmentHost.serve(() -> application)).baseUri());
    }
  }

  @AfterEach
  void stop() {
    clients.shutdownNow();
    parts.close();
  }

  @Test
  void concurrentClientsLeaveOneIdentityPerUserAndNoRequestFails() throws Exception {
    var permanent = users("permanent", USERS);
    var temporary = users("temporary", TEMPORARY_USERS);
    var toRestrict = users("restricted", RESTRICTED_USERS);

    warmUp();
    double firstSeconds = seconds(() -> sendManyFirstRequests(permanent));
    assertOneIdentityPerUser(permanent);
    long creations = creations();
    // Without a delay, hardly any token would be on its way when a policy changes.
    emulators.acs().faults().always(Operation.ISSUE_TOKEN, Fault.delayed(ACS_DELAY));
    double mixedSeconds = seconds(() -> sendMixedRequests(permanent, temporary, toRestrict));
    emulators.acs().faults().clear();
    System.out.printf(
        "Stress: %d instances, %d clients. First: %d requests of %d users in %.1f s (%.0f/s,"
            + " slowest %d ms), %d identities created, %d kept. Mixed: %d requests in %.1f s"
            + " (%.0f/s, slowest %d ms), %s,"
            + " %d deletions, %d restrictions, %d identities created, %d kept.%n",
        INSTANCES,
        CLIENTS,
        first.count(),
        USERS,
        firstSeconds,
        first.count() / firstSeconds,
        first.slowestMillis(),
        creations,
        USERS,
        mixed.count(),
        mixedSeconds,
        mixed.count() / mixedSeconds,
        mixed.slowestMillis(),
        mixed.byStatus(),
        mixed.all().filter(response -> response.call() == AppCall.DELETE).count(),
        restricted.size(),
        creations() - creations,
        emulators.acs().identities().size());
    assertNoRequestFailed();
    assertNoTokenHasARemovedScope();
    assertPermanentUsersKeptTheirIdentity(permanent);
    assertEveryInstanceReturnsTheStoredIdentities(both(toRestrict, both(permanent, temporary)));
  }

  // The clients should compete with each other, not with eight cold starts. On a busy machine, cold
  // starts exhaust the time budget of a request, so these responses are not checked.
  private void warmUp() throws Exception {
    var early = users("early", 1).get(0);
    await(
        Collections.nCopies(
            WARM_UP_REQUESTS, () -> send(AppCall.ISSUE, early, new AppResponses())));
    assertEquals(204, early.send(AppCall.DELETE, any(instances)).status());
    RecoverOldRecords.run(emulators);
    assertEquals(Set.of(), emulators.acs().identities());
    emulators.acs().counters().reset();
  }

  private void sendManyFirstRequests(List<AppUser> users) throws Exception {
    var requests = new ArrayList<Callable<Void>>();
    for (int i = 0; i < users.size(); i += 2) {
      var two = users.subList(i, Math.min(i + 2, users.size()));
      for (int j = 0; j < FIRST_REQUESTS; j++) {
        two.forEach(user -> requests.add(() -> send(AppCall.ISSUE, user, first)));
      }
    }
    await(requests);
  }

  private void assertOneIdentityPerUser(List<AppUser> users) {
    assertEquals(
        Set.of(200, 201),
        first.byStatus().keySet(),
        () -> first.byKind() + " slowest " + first.slowestMillis());
    var identities = first.communicationUserIds();
    assertEquals(Set.copyOf(users), identities.keySet());
    identities.forEach((user, ids) -> assertEquals(1, ids.size(), () -> user + " has " + ids));
    assertEquals(flat(identities.values()), emulators.acs().identities());
    assertEquals(
        USERS,
        first.all().filter(response -> response.status() == 201).count(),
        "one 201 per user");
    assertTrue(creations() <= USERS * INSTANCES, "an instance created twice for one user");
    first.all().forEach(this::assertTokenIsValid);
  }

  private void sendMixedRequests(
      List<AppUser> permanent, List<AppUser> temporary, List<AppUser> toRestrict) throws Exception {
    long end = System.nanoTime() + MIXED_DURATION.toNanos();
    var work = new ArrayList<Callable<Void>>();
    for (int i = 0; i < DELETING_CLIENTS; i++) {
      var ownUsers = temporary.subList(10 * i, 10 * (i + 1));
      work.add(() -> deleteAndRecreate(ownUsers, end));
    }
    for (int i = 0; i < RESTRICTING_CLIENTS; i++) {
      var ownUsers = toRestrict.subList(5 * i, 5 * (i + 1));
      work.add(() -> restrict(ownUsers, end));
    }
    for (int i = 0; i < CLIENTS_OF_RESTRICTED_USERS; i++) {
      work.add(() -> issueForAnyUser(toRestrict, end));
    }
    while (work.size() < CLIENTS) {
      work.add(() -> callForAnyUser(both(permanent, temporary), end));
    }
    await(work);
  }

  private Void callForAnyUser(List<AppUser> users, long end) throws Exception {
    while (System.nanoTime() - end < 0) {
      send(any(CALLS), any(users), mixed);
    }
    return null;
  }

  private Void restrict(List<AppUser> users, long end) throws Exception {
    var admin = new AppUser("admin", emulators.issuer().token("admin", "Identity.Admin"));
    for (AppUser user : users) {
      if (System.nanoTime() - end >= 0) {
        break;
      }
      assertEquals(200, admin.allowChatOnly(user, any(instances)));
      restricted.add(user);
    }
    return null;
  }

  private Void issueForAnyUser(List<AppUser> users, long end) throws Exception {
    while (System.nanoTime() - end < 0) {
      send(AppCall.ISSUE, any(users), mixed);
    }
    return null;
  }

  // One client deletes each of these users, one user at a time. A request fails with 503 if its
  // user
  // is deleted during each of its attempts.
  private Void deleteAndRecreate(List<AppUser> users, long end) throws Exception {
    while (true) {
      for (AppUser user : users) {
        if (System.nanoTime() - end >= 0) {
          return null;
        }
        var before = mixed.of(user);
        send(AppCall.DELETE, user, mixed);
        before.forEach(this::assertTokenIsInvalid);
        send(AppCall.ISSUE, user, mixed);
      }
    }
  }

  private void assertNoRequestFailed() {
    var unexpected = new HashSet<>(mixed.byStatus().keySet());
    unexpected.removeAll(Set.of(200, 201, 204, 404));
    assertEquals(Set.of(), unexpected, mixed.byKind()::toString);
  }

  private void assertNoTokenHasARemovedScope() {
    assertFalse(restricted.isEmpty());
    mixed
        .all()
        .filter(response -> restricted.contains(response.user()))
        .flatMap(response -> response.token().stream())
        .map(emulators.acs()::status)
        .filter(TokenStatus.Active.class::isInstance)
        .map(TokenStatus.Active.class::cast)
        .forEach(token -> assertEquals(List.of("chat"), token.scopes()));
  }

  private void assertPermanentUsersKeptTheirIdentity(List<AppUser> permanent) {
    var before = first.communicationUserIds();
    var since = mixed.communicationUserIds();
    for (AppUser user : permanent) {
      assertEquals(before.get(user), since.getOrDefault(user, before.get(user)), user::id);
      assertTrue(mixed.of(user).stream().allMatch(AppResponse::isSuccess), user::id);
    }
  }

  private void assertEveryInstanceReturnsTheStoredIdentities(List<AppUser> users) throws Exception {
    var last = new AppResponses();
    for (AppUser user : users) {
      for (URI instance : instances) {
        last.add(user.send(AppCall.ISSUE, instance));
      }
    }
    assertTrue(last.all().allMatch(AppResponse::isSuccess), last.byKind()::toString);
    last.all().forEach(this::assertTokenIsValid);
    var identities = last.communicationUserIds();
    var stored = StoredIdentities.read(emulators.azurite());
    assertEquals(users.stream().map(AppUser::id).collect(toSet()), stored.mapped().keySet());
    users.forEach(
        user ->
            assertEquals(identities.get(user), Set.of(stored.mapped().get(user.id())), user::id));
    assertEquals(Set.copyOf(stored.mapped().values()), emulators.acs().identities());
    assertEquals(
        stored.mapped().keySet(), Set.copyOf(stored.owners().values()), "users of owner rows");
    assertEquals(users.size(), stored.owners().size(), "owner rows");
    assertNoTokenOutlivedItsIdentity(stored.mapped());
    assertRecoveryChangesNoMapping(stored);
  }

  // A request that loses a race against a deletion may leave a pending change of a deleted
  // identity.
  private void assertRecoveryChangesNoMapping(StoredIdentities before) {
    var live = emulators.acs().identities();
    int recovered = RecoverOldRecords.run(emulators);
    var after = StoredIdentities.read(emulators.azurite());
    System.out.println("Stress: " + recovered + " pending changes recovered.");
    assertEquals(before.mapped(), after.mapped());
    assertEquals(before.owners(), after.owners());
    assertEquals(Set.of(), after.pending());
    assertEquals(live, emulators.acs().identities());
  }

  private void assertNoTokenOutlivedItsIdentity(Map<String, String> mapped) {
    mixed
        .all()
        .forEach(
            response ->
                response
                    .token()
                    .map(emulators.acs()::status)
                    .filter(TokenStatus.Active.class::isInstance)
                    .map(TokenStatus.Active.class::cast)
                    .ifPresent(
                        token -> assertEquals(mapped.get(response.user().id()), token.identity())));
  }

  private void assertTokenIsValid(AppResponse response) {
    assertTrue(emulators.acs().isValid(response.token().orElseThrow()), response::toString);
  }

  private void assertTokenIsInvalid(AppResponse response) {
    response
        .token()
        .ifPresent(token -> assertFalse(emulators.acs().isValid(token), response::kind));
  }

  private Void send(AppCall call, AppUser user, AppResponses responses) throws Exception {
    responses.add(user.send(call, any(instances)));
    return null;
  }

  private List<AppUser> users(String name, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> name + "-" + i)
        .map(id -> new AppUser(id, emulators.issuer().token(id)))
        .toList();
  }

  private long creations() {
    return emulators.acs().counters().of(Operation.CREATE_IDENTITY).effects();
  }

  private void await(Collection<Callable<Void>> work) throws Exception {
    for (var finished : clients.invokeAll(work)) {
      try {
        finished.get();
      } catch (ExecutionException e) {
        throw new AssertionError("A request got no response.", e.getCause());
      }
    }
  }

  private static double seconds(Work work) throws Exception {
    long begin = System.nanoTime();
    work.run();
    return (System.nanoTime() - begin) / 1e9;
  }

  private static <T> T any(List<T> choices) {
    return choices.get(ThreadLocalRandom.current().nextInt(choices.size()));
  }

  private static <T> List<T> both(List<T> some, List<T> others) {
    var all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }

  private static Set<String> flat(Collection<Set<String>> sets) {
    return sets.stream().flatMap(Set::stream).collect(toSet());
  }

  private interface Work {
    void run() throws Exception;
  }
}
