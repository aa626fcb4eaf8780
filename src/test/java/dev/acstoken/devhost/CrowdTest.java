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
 * resource, and a crowd of clients that meet any of them. The profile {@code crowd} makes it
 * larger.
 */
class CrowdTest {
  private static final int INSTANCES = 8;
  private static final int CLIENTS = Integer.getInteger("crowdClients", 64);
  private static final int USERS = 50;
  private static final int FIRST_REQUESTS = Integer.getInteger("crowdRequests", 40);
  private static final int WARMING_REQUESTS = 4 * CLIENTS;
  private static final int LEAVERS = 4;
  private static final int PASSING_USERS = 10 * LEAVERS;
  private static final Duration MIXED = Duration.ofSeconds(Integer.getInteger("crowdSeconds", 10));

  private static final List<AppCall> CALLS =
      List.of(
          AppCall.ISSUE,
          AppCall.ISSUE,
          AppCall.REFRESH,
          AppCall.REFRESH,
          AppCall.CREATE,
          AppCall.GET,
          AppCall.REVOKE);

  private final Started parts = new Started();
  private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
  private final List<URI> instances = new ArrayList<>();
  private final AppAnswers first = new AppAnswers();
  private final AppAnswers mixed = new AppAnswers();

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
  void aCrowdLeavesOneIdentityPerUserAndNoRequestFails() throws Exception {
    var lasting = users("lasting", USERS);
    var passing = users("passing", PASSING_USERS);

    warmUp();
    double firstSeconds = seconds(() -> manyFirstRequestsOf(lasting));
    eachUserGotOneIdentity(lasting);
    long creations = creations();
    double mixedSeconds = seconds(() -> everythingAtOnce(lasting, passing));
    System.out.printf(
        "Crowd: %d instances, %d clients. First: %d requests of %d users in %.1f s (%.0f/s,"
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
        mixed.all().filter(answer -> answer.call() == AppCall.DELETE).count(),
        creations() - creations,
        emulators.acs().identities().size());
    noRequestFailed();
    lastingUsersKeptTheirIdentity(lasting);
    everyInstanceSaysTheSame(both(lasting, passing));
  }

  // The crowd is to meet each other, not eight cold starts at once, which take all of a request's
  // time on a busy machine: so what is answered here does not count.
  private void warmUp() throws Exception {
    var early = users("early", 1).get(0);
    await(
        Collections.nCopies(WARMING_REQUESTS, () -> send(AppCall.ISSUE, early, new AppAnswers())));
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
        USERS, first.all().filter(answer -> answer.status() == 201).count(), "one 201 per user");
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

  // One at a time: who is deleted again and again within one request is told to try again later.
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
      assertTrue(mixed.of(user).stream().allMatch(AppAnswer::isSuccess), user::id);
    }
  }

  private void everyInstanceSaysTheSame(List<AppUser> users) throws Exception {
    var last = new AppAnswers();
    for (AppUser user : users) {
      for (URI instance : instances) {
        last.add(user.send(AppCall.ISSUE, instance));
      }
    }
    assertTrue(last.all().allMatch(AppAnswer::isSuccess), last.byKind()::toString);
    last.all().forEach(this::tokenIsValid);
    var named = last.communicationUserIds();
    var stored = StoredIdentities.read(emulators.azurite());
    assertEquals(users.stream().map(AppUser::id).collect(toSet()), stored.mapped().keySet());
    users.forEach(
        user -> assertEquals(named.get(user), Set.of(stored.mapped().get(user.id())), user::id));
    assertEquals(Set.copyOf(stored.mapped().values()), emulators.acs().identities());
    assertEquals(
        stored.mapped().keySet(), Set.copyOf(stored.reverse().values()), "users of reverse rows");
    assertEquals(users.size(), stored.reverse().size(), "reverse rows");
    noTokenOutlivedItsIdentity(stored.mapped());
    theRecoveryDeletesNothingOfValue(stored);
  }

  // Who loses a race against a deletion may leave the record of an identity that is gone.
  private void theRecoveryDeletesNothingOfValue(StoredIdentities before) {
    var living = emulators.acs().identities();
    int swept = RecoverOldRecords.run(emulators);
    var after = StoredIdentities.read(emulators.azurite());
    System.out.println("Crowd: " + swept + " records swept.");
    assertEquals(before.mapped(), after.mapped());
    assertEquals(before.reverse(), after.reverse());
    assertEquals(Set.of(), after.unsettled());
    assertEquals(living, emulators.acs().identities());
  }

  private void noTokenOutlivedItsIdentity(Map<String, String> mapped) {
    mixed
        .all()
        .forEach(
            answer ->
                answer
                    .token()
                    .map(emulators.acs()::status)
                    .filter(TokenStatus.Active.class::isInstance)
                    .map(TokenStatus.Active.class::cast)
                    .ifPresent(
                        token -> assertEquals(mapped.get(answer.user().id()), token.identity())));
  }

  private void tokenIsValid(AppAnswer answer) {
    assertTrue(emulators.acs().isValid(answer.token().orElseThrow()), answer::toString);
  }

  private void tokenIsNotValid(AppAnswer answer) {
    answer.token().ifPresent(token -> assertFalse(emulators.acs().isValid(token), answer::kind));
  }

  private Void send(AppCall call, AppUser user, AppAnswers answers) throws Exception {
    answers.add(user.send(call, any(instances)));
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
        throw new AssertionError("A request got no answer.", e.getCause());
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
