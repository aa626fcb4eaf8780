package dev.acstoken.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Verifies that concurrent adoptions on several instances give an identity at most one owner. */
class AdoptionRacesHttpTest {
  @RegisterExtension static final RunningEndpoint endpoint = new RunningEndpoint();

  private static final int INSTANCES = 3;
  private static final int ROUNDS = 3;

  private final String alice = "alice-" + UUID.randomUUID();
  private final String bob = "bob-" + UUID.randomUUID();
  private final EndpointClient admin = endpoint.as("admin-" + alice, "Identity.Admin");
  private final String existing = endpoint.directAcs().create();
  private final List<EndpointClient> instances = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @BeforeEach
  void serve() {
    for (int i = 0; i < INSTANCES; i++) {
      var instance = admin.at(endpoint.with());
      instance.get(identityOf("nobody")).expect(404);
      instances.add(instance);
    }
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @RepeatedTest(ROUNDS)
  void oneOfTwoUsersGetsTheIdentity() {
    var ofAlice = onEveryInstance(it -> adopt(it, alice));
    var ofBob = onEveryInstance(it -> adopt(it, bob));
    var responses = together(joined(ofAlice, ofBob));

    boolean aliceWins = succeeds(responses.subList(0, INSTANCES));
    assertFalse(aliceWins && succeeds(responses.subList(INSTANCES, 2 * INSTANCES)));
    assertTrue(succeeds(responses), responses::toString);
    responses.stream()
        .filter(it -> it.http().statusCode() >= 300)
        .forEach(it -> it.expectProblem(409, "identity_conflict"));
    assertOwner(aliceWins ? alice : bob);
    admin.get(identityOf(aliceWins ? bob : alice)).expectProblem(404, "identity_not_found");
  }

  @RepeatedTest(ROUNDS)
  void theSameUserGetsItWithEveryRequest() {
    var responses = together(onEveryInstance(it -> adopt(it, alice)));

    responses.forEach(it -> assertEquals(existing, it.communicationUserId(), it::toString));
    assertOwner(alice);
  }

  @RepeatedTest(ROUNDS)
  void aCreationForTheSameUserMakesNoSecondIdentity() {
    Set<String> before = endpoint.acs().identities();
    var responses =
        together(
            joined(
                onEveryInstance(it -> adopt(it, alice)),
                onEveryInstance(it -> it.put(identityOf(alice)))));

    var mapped = admin.get(identityOf(alice)).expect(200).communicationUserId();
    for (var response : responses) {
      if (response.http().statusCode() < 300) {
        assertEquals(mapped, response.communicationUserId(), responses::toString);
      } else {
        response.expectProblem(409, "identity_conflict");
        assertFalse(mapped.equals(existing), responses::toString);
      }
    }
    Set<String> created = new HashSet<>(endpoint.acs().identities());
    created.removeAll(before);
    assertEquals(mapped.equals(existing) ? 0 : 1, created.size(), created::toString);
    assertOwner(alice, mapped);
  }

  @RepeatedTest(ROUNDS)
  void aDeletionLeavesNoMappingToADeletedIdentity() {
    adopt(admin, alice).expect(201);

    var responses =
        together(
            joined(
                onEveryInstance(it -> adopt(it, alice)),
                List.of(() -> instances.get(0).delete(identityOf(alice)))));

    responses.get(INSTANCES).expect(204);
    assertFalse(endpoint.acs().identities().contains(existing));
    admin.get(identityOf(alice)).expectProblem(404, "identity_not_found");
    admin.get("/identities/" + existing).expectProblem(404, "identity_not_found");
  }

  @RepeatedTest(ROUNDS)
  void anotherUserDoesNotGetAnIdentityThatIsBeingDeleted() {
    adopt(admin, alice).expect(201);

    var responses =
        together(
            joined(
                onEveryInstance(it -> adopt(it, bob)),
                List.of(() -> instances.get(0).delete(identityOf(alice)))));

    responses.get(INSTANCES).expect(204);
    assertFalse(succeeds(responses.subList(0, INSTANCES)), responses::toString);
    admin.get(identityOf(bob)).expectProblem(404, "identity_not_found");
    admin.get("/identities/" + existing).expectProblem(404, "identity_not_found");
  }

  @RepeatedTest(ROUNDS)
  void aBlockAtTheSameTimeStays() {
    var responses =
        together(
            joined(
                onEveryInstance(it -> adopt(it, alice)),
                List.of(
                    () ->
                        instances
                            .get(0)
                            .put("/users/" + alice + "/access", "{\"blocked\": true}"))));

    assertTrue(
        responses.stream().allMatch(it -> it.http().statusCode() < 300), responses::toString);
    assertOwner(alice);
    endpoint.as(alice).post("/users/me/tokens").expectProblem(403, "scope_not_allowed");
  }

  private void assertOwner(String user) {
    assertOwner(user, existing);
  }

  private void assertOwner(String user, String id) {
    assertEquals(user, admin.get("/identities/" + id).expect(200).text("userId"));
    assertEquals(id, admin.get(identityOf(user)).expect(200).communicationUserId());
  }

  private EndpointResponse adopt(EndpointClient instance, String user) {
    return instance.put(identityOf(user), "{\"communicationUserId\": \"" + existing + "\"}");
  }

  private static String identityOf(String user) {
    return "/users/" + user + "/identity";
  }

  private static boolean succeeds(List<EndpointResponse> responses) {
    return responses.stream().anyMatch(it -> it.http().statusCode() < 300);
  }

  private List<Supplier<EndpointResponse>> onEveryInstance(Call call) {
    return instances.stream()
        .<Supplier<EndpointResponse>>map(instance -> () -> call.on(instance))
        .toList();
  }

  private static List<Supplier<EndpointResponse>> joined(
      List<Supplier<EndpointResponse>> some, List<Supplier<EndpointResponse>> others) {
    List<Supplier<EndpointResponse>> all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }

  /** Sends the requests at the same time, and returns the responses in their order. */
  private List<EndpointResponse> together(List<Supplier<EndpointResponse>> requests) {
    var start = new CountDownLatch(requests.size());
    var responses =
        IntStream.range(0, requests.size())
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> {
                          start.countDown();
                          awaitAll(start);
                          return requests.get(i).get();
                        },
                        threads))
            .toList();
    return responses.stream().map(CompletableFuture::join).toList();
  }

  private static void awaitAll(CountDownLatch start) {
    try {
      start.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** A request to an instance. */
  @FunctionalInterface
  private interface Call {
    EndpointResponse on(EndpointClient instance);
  }
}
