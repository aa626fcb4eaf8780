package dev.acstoken.devhost;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Eight instances of the endpoint, which know nothing of each other, on one table and one ACS
 * resource, under many concurrent clients that call any of them. The profile {@code stress} makes
 * the load larger.
 */
class ConcurrencyStressTest {
  private static final int INSTANCES = 8;
  private static final int CLIENTS = Integer.getInteger("stressClients", 64);
  private static final int USERS = 50;
  private static final int FIRST_REQUESTS = Integer.getInteger("stressRequests", 40);
  private static final int WARMING_REQUESTS = 4 * CLIENTS;
  private static final int LEAVERS = 4;
  private static final int PASSING_USERS = 10 * LEAVERS;
  private static final Duration MIXED = Duration.ofSeconds(Integer.getInteger("stressSeconds", 10));

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
    var lasting = users("lasting", USERS);
    var passing = users("passing", PASSING_USERS);

    warmUp();
    double firstSeconds = seconds(() -> manyFirstRequestsOf(lasting));
    eachUserGotOneIdentity(lasting);
    long creations = creations();
    double mixedSeconds = seconds(() -> everythingAtOnce(lasting, passing));
    System.out.printf(
        "Stress: %d instances, %d clients. First: %d requests of %d users in %.1f s (%.0f/s,"
            + " slowest %d ms), %d identities created, %d kept. Mixed: %d requests in %.1f s"
            + " (%.0f/s, slowest %d ms), %s,"
            + " %d deletions, %d identities created, %d kept.%n",
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
        creations() - creations,
        emulators.acs().identities().size());
    noRequestFailed();
    lastingUsersKeptTheirIdentity(lasting);
    everyInstanceSaysTheSame(both(lasting, passing));
  }

  // The clients are to compete with each other, not with eight cold starts at once, which take all
  // of a request's time on a busy machine. So these responses do not count.
  private void warmUp() throws Exception {
    var early = users("early", 1).get(0);
    await(
        Collections.nCopies(
            WARMING_REQUESTS, () -> send(AppCall.ISSUE, early, new AppResponses())));
    assertEquals(204, early.send(AppCall.DELETE, any(instances)).status());
    RecoverOldRecords.run(emulators);
    assertEquals(Set.of(), emulators.acs().identities());
    emulators.acs().counters().reset();
  }

  private void manyFirstRequestsOf(List<AppUser> users) throws Exception {
    var requests = new ArrayList<Callable<Void>>();
    for (int i = 0; i < users.size(); i += 2) {
      var two = users.subList(i, Math.min(i + 2, users.size()));
      for (int j = 0; j < FIRST_REQUESTS; j++) {
        two.forEach(user -> requests.add(() -> send(AppCall.ISSUE, user, first)));
      }
    }
    await(requests);
  }

  private void eachUserGotOneIdentity(List<AppUser> users) {
    assertEquals(
        Set.of(200, 201),
        first.byStatus().keySet(),
        () -> first.byKind() + " slowest " + first.slowestMillis());
    var named = first.communicationUserIds();
    assertEquals(Set.copyOf(users), named.keySet());
    named.forEach((user, ids) -> assertEquals(1, ids.size(), () -> user + " has " + ids));
    assertEquals(flat(named.values()), emulators.acs().identities());
    assertEquals(
        USERS,
        first.all().filter(response -> response.status() == 201).count(),
        "one 201 per user");
    assertTrue(creations() <= USERS * INSTANCES, "an instance created twice for one user");
    first.all().forEach(this::tokenIsValid);
  }

  private void everythingAtOnce(List<AppUser> lasting, List<AppUser> passing) throws Exception {
    long end = System.nanoTime() + MIXED.toNanos();
    var work = new ArrayList<Callable<Void>>();
    for (int i = 0; i < LEAVERS; i++) {
      var theirs = passing.subList(10 * i, 10 * (i + 1));
      work.add(() -> leaveAndComeBack(theirs, end));
    }
    while (work.size() < CLIENTS) {
      work.add(() -> callForAny(both(lasting, passing), end));
    }
    await(work);
  }

  private Void callForAny(List<AppUser> users, long end) throws Exception {
    while (System.nanoTime() - end < 0) {
      send(any(CALLS), any(users), mixed);
    }
    return null;
  }

  // One at a time: a user who is deleted again and again within one request is told to retry later.
  private Void leaveAndComeBack(List<AppUser> users, long end) throws Exception {
    while (true) {
      for (AppUser user : users) {
        if (System.nanoTime() - end >= 0) {
          return null;
        }
        var before = mixed.of(user);
        send(AppCall.DELETE, user, mixed);
        before.forEach(this::tokenIsNotValid);
        send(AppCall.ISSUE, user, mixed);
      }
    }
  }

  private void noRequestFailed() {
    var surprises = new HashSet<>(mixed.byStatus().keySet());
    surprises.removeAll(Set.of(200, 201, 204, 404));
    assertEquals(Set.of(), surprises, mixed.byKind()::toString);
  }

  private void lastingUsersKeptTheirIdentity(List<AppUser> lasting) {
    var before = first.communicationUserIds();
    var since = mixed.communicationUserIds();
    for (AppUser user : lasting) {
      assertEquals(before.get(user), since.getOrDefault(user, before.get(user)), user::id);
      assertTrue(mixed.of(user).stream().allMatch(AppResponse::isSuccess), user::id);
    }
  }

  private void everyInstanceSaysTheSame(List<AppUser> users) throws Exception {
    var last = new AppResponses();
    for (AppUser user : users) {
      for (URI instance : instances) {
        last.add(user.send(AppCall.ISSUE, instance));
      }
    }
    assertTrue(last.all().allMatch(AppResponse::isSuccess), last.byKind()::toString);
    last.all().forEach(this::tokenIsValid);
    var named = last.communicationUserIds();
    var stored = StoredIdentities.read(emulators.azurite());
    assertEquals(users.stream().map(AppUser::id).collect(toSet()), stored.mapped().keySet());
    users.forEach(
        user -> assertEquals(named.get(user), Set.of(stored.mapped().get(user.id())), user::id));
    assertEquals(Set.copyOf(stored.mapped().values()), emulators.acs().identities());
    assertEquals(
        stored.mapped().keySet(), Set.copyOf(stored.owners().values()), "users of owner rows");
    assertEquals(users.size(), stored.owners().size(), "owner rows");
    noTokenOutlivedItsIdentity(stored.mapped());
    recoveryFindsNothingOfValue(stored);
  }

  // A request that loses a race against a deletion may leave the record of an identity that is
  // gone.
  private void recoveryFindsNothingOfValue(StoredIdentities before) {
    var living = emulators.acs().identities();
    int recovered = RecoverOldRecords.run(emulators);
    var after = StoredIdentities.read(emulators.azurite());
    System.out.println("Stress: " + recovered + " records recovered.");
    assertEquals(before.mapped(), after.mapped());
    assertEquals(before.owners(), after.owners());
    assertEquals(Set.of(), after.pending());
    assertEquals(living, emulators.acs().identities());
  }

  private void noTokenOutlivedItsIdentity(Map<String, String> mapped) {
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

  private void tokenIsValid(AppResponse response) {
    assertTrue(emulators.acs().isValid(response.token().orElseThrow()), response::toString);
  }

  private void tokenIsNotValid(AppResponse response) {
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
    for (var done : clients.invokeAll(work)) {
      try {
        done.get();
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
