package dev.acstoken.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.communication.common.CommunicationUserIdentifier;
import com.azure.communication.identity.CommunicationIdentityClient;
import com.azure.communication.identity.models.CommunicationTokenScope;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import dev.acstoken.emulator.server.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies every kind of fault, and the effect that the request still has. */
class FaultsTest {

  private static final List<CommunicationTokenScope> CHAT = List.of(CommunicationTokenScope.CHAT);

  private static final AcsEmulator emulator = AcsEmulator.start();

  private final CommunicationIdentityClient client = EmulatorClients.withConnectionString(emulator);
  private CommunicationUserIdentifier user = new CommunicationUserIdentifier("none yet");

  @BeforeEach
  void createUser() {
    user = client.createUser();
    emulator.counters().reset();
  }

  @AfterEach
  void clearFaults() {
    emulator.faults().clear();
  }

  @AfterAll
  static void stop() {
    emulator.close();
  }

  @Test
  void throttlesWithRetryAfter() {
    emulator.faults().next(Operation.ISSUE_TOKEN, Fault.throttled(Duration.ofMillis(1500)));

    var thrown = assertThrows(HttpResponseException.class, () -> client.getToken(user, CHAT));
    assertEquals(429, thrown.getResponse().getStatusCode());
    assertEquals("2", thrown.getResponse().getHeaderValue(HttpHeaderName.RETRY_AFTER));
    assertTrue(
        emulator.isValid(client.getToken(user, CHAT).getToken()), "the fault occurs only once");
    assertEquals(1, emulator.counters().of(Operation.ISSUE_TOKEN).effects());
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 500, 502, 503, 504})
  void respondsWithAnyStatus(int status) {
    emulator.faults().always(Operation.ISSUE_TOKEN, Fault.status(status));

    for (int i = 0; i < 2; i++) {
      var thrown = assertThrows(HttpResponseException.class, () -> client.getToken(user, CHAT));
      assertEquals(status, thrown.getResponse().getStatusCode());
    }
    OperationCount count = emulator.counters().of(Operation.ISSUE_TOKEN);
    assertEquals(0, count.effects());
    assertEquals(2, count.status(status));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404|acs|application/json|\"IdentityNotFound\"",
        "401|acs|application/json|\"IdentityNotOwned\"",
        "503|acs|application/json|\"ServiceUnavailable\"",
        "404|json|application/json; charset=utf-8|\"statusCode\":404",
        "401|html|text/html; charset=utf-8|<title>401</title>",
        "200|html|text/html; charset=utf-8|<title>200</title>",
        "404|empty|none|''",
        "302|empty|none|''",
      })
  void respondsWithTheBodyOfAcsOrOfSomethingOnTheWay(
      int status, String body, String contentType, String excerpt) throws Exception {
    for (Operation operation : Operation.values()) {
      addFault(
          """
          {"operation": "%s", "kind": "status", "status": %d, "body": "%s"}
          """
              .formatted(operation.wireName(), status, body));

      String method =
          switch (operation) {
            case DELETE_IDENTITY -> "DELETE";
            case GET_IDENTITY -> "GET";
            default -> "POST";
          };
      HttpResponse<String> response =
          new SignedRequests(emulator).send(method, pathOf(operation), "");

      assertEquals(status, response.statusCode());
      assertEquals(contentType, response.headers().firstValue("content-type").orElse("none"));
      assertTrue(response.body().contains(excerpt), response.body());
      boolean isOfAcs = response.headers().firstValue("ms-cv").isPresent();
      assertEquals(body.equals("acs"), isOfAcs);
      assertEquals(0, emulator.counters().of(operation).effects());
    }
  }

  @Test
  void doesNotKnowALivingIdentityForAWhile() {
    emulator.faults().always(Operation.DELETE_IDENTITY, Fault.unknownIdentity());

    var thrown = assertThrows(HttpResponseException.class, () -> client.deleteUser(user));

    assertEquals(404, thrown.getResponse().getStatusCode());
    assertTrue(emulator.identities().contains(user.getId()));
    emulator.faults().clear();
    client.deleteUser(user);
    assertFalse(emulator.identities().contains(user.getId()));
  }

  @Test
  void delaysARequest() {
    emulator.faults().next(Operation.ISSUE_TOKEN, Fault.delayed(Duration.ofMillis(120)));
    long start = System.nanoTime();

    client.getToken(user, CHAT);

    assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(120));
  }

  @Test
  void dropsTheConnectionBeforeTheEffect() {
    emulator.faults().next(Operation.DELETE_IDENTITY, Fault.dropped());

    assertThrows(RuntimeException.class, () -> client.deleteUser(user));

    assertEquals(1, emulator.counters().of(Operation.DELETE_IDENTITY).unanswered());
    assertTrue(emulator.identities().contains(user.getId()));
  }

  @Test
  void losesTheResponseAfterTheEffect() {
    emulator.faults().next(Operation.CREATE_IDENTITY, Fault.lostReply());

    Set<String> before = emulator.identities();

    assertThrows(RuntimeException.class, client::createUser);

    assertEquals(before.size() + 1, emulator.identities().size());
    OperationCount count = emulator.counters().of(Operation.CREATE_IDENTITY);
    assertEquals(1, count.effects());
    assertEquals(1, count.unanswered());
  }

  @Test
  void truncatesTheResponseAfterTheEffect() throws Exception {
    emulator.faults().next(Operation.CREATE_IDENTITY, Fault.malformedReply());

    Set<String> before = emulator.identities();

    HttpResponse<String> response =
        new SignedRequests(emulator).send("POST", "/identities?api-version=2022-10-01", "");

    assertEquals(201, response.statusCode());
    assertTrue(Json.object(response.body().getBytes(UTF_8)).isEmpty());
    assertEquals(before.size() + 1, emulator.identities().size());
  }

  @Test
  void stallsUntilTheEmulatorCloses() throws Exception {
    AcsEmulator closing = AcsEmulator.start();
    CommunicationIdentityClient other = EmulatorClients.withConnectionString(closing);
    closing.faults().next(Operation.CREATE_IDENTITY, Fault.stalled());
    CompletableFuture<?> call = CompletableFuture.supplyAsync(other::createUser);

    assertThrows(TimeoutException.class, () -> call.get(200, TimeUnit.MILLISECONDS));
    closing.close();

    assertThrows(ExecutionException.class, () -> call.get(2, TimeUnit.SECONDS));
    assertEquals(Set.of(), closing.identities());
  }

  @Test
  void runsActionsBetweenEffectAndResponse() {
    String[] seen = {""};
    emulator
        .faults()
        .next(
            Operation.ISSUE_TOKEN,
            Fault.beforeEffect(() -> seen[0] += issued()),
            Fault.beforeResponse(() -> client.revokeTokens(user)));

    client.getToken(user, CHAT);
    String token = client.getToken(user, CHAT).getToken();

    assertEquals("0", seen[0]);
    assertFalse(emulator.isValid(token), "revoked before its response was sent");
  }

  @Test
  void reportsTheFailureOfAnAction() throws Exception {
    Runnable broken =
        () -> {
          throw new IllegalStateException("the test's own mistake");
        };
    emulator.faults().next(Operation.CREATE_IDENTITY, Fault.beforeEffect(broken));

    var response =
        new SignedRequests(emulator).send("POST", "/identities?api-version=2022-10-01", "");

    assertEquals(500, response.statusCode());
    assertTrue(response.body().contains("the test's own mistake"), response.body());
  }

  @Test
  void queuedFaultsPrecedePermanentOnes() {
    emulator
        .faults()
        .always(Fault.status(503))
        .next(Operation.ISSUE_TOKEN, Fault.delayed(Duration.ZERO), Fault.status(500));

    client.getToken(user, CHAT);
    assertEquals(500, failure());
    assertEquals(503, failure());
    emulator.faults().clear();
    client.getToken(user, CHAT);
  }

  @Test
  void theControlApiInjectsFaults() throws Exception {
    SignedRequests http = new SignedRequests(emulator);
    String order =
        """
        {"operation": "issueToken", "kind": "throttled", "retryAfterSeconds": 7, "times": 2}
        """;
    addFault(order);

    assertEquals(429, failure());
    assertTrue(get(http, "/emulator/faults").contains("\"retryAfterSeconds\":7"));
    http.unsigned("DELETE", "/emulator/faults", "", Map.of());
    assertEquals("{}", get(http, "/emulator/faults"));
    client.getToken(user, CHAT);
    assertTrue(get(http, "/emulator/counters").contains("\"statuses\":{\"200\":1,\"429\":1}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"operation\": \"issueToken\"}",
        "{\"operation\": \"nothing\", \"kind\": \"dropped\"}",
        "{\"operation\": \"issueToken\", \"kind\": \"status\", \"status\": 200}",
        "{\"operation\": \"issueToken\", \"kind\": \"status\", \"status\": 200, \"body\": \"acs\"}",
        "{\"operation\": \"issueToken\", \"kind\": \"status\", \"status\": 204, \"body\":"
            + " \"html\"}",
        "{\"operation\": \"issueToken\", \"kind\": \"status\", \"status\": 199, \"body\":"
            + " \"html\"}",
        "{\"operation\": \"issueToken\", \"kind\": \"status\", \"status\": 404, \"body\": \"xml\"}",
        "{\"operation\": \"issueToken\", \"kind\": \"dropped\", \"body\": \"html\"}",
        "{\"operation\": \"issueToken\", \"kind\": \"dropped\", \"tims\": 2}",
        "{\"operation\": \"issueToken\", \"kind\": \"dropped\", \"always\": 1}",
        "{\"operation\": \"issueToken\", \"kind\": \"dropped\", \"times\": 0}"
      })
  void refusesInvalidFaults(String order) throws Exception {
    SignedRequests http = new SignedRequests(emulator);

    assertEquals(400, http.unsigned("POST", "/emulator/faults", order, Map.of()).statusCode());
    assertEquals("{}", get(http, "/emulator/faults"));
  }

  @Test
  void enforcesConfiguredQuotas() {
    Quotas quotas = new Quotas(Map.of(Operation.CREATE_IDENTITY, 2), Duration.ofSeconds(30));
    Clock still = Clock.fixed(Instant.now(), ZoneOffset.UTC);
    try (AcsEmulator limited = AcsEmulator.builder().quotas(quotas).clock(still).start()) {
      CommunicationIdentityClient limitedClient = EmulatorClients.withConnectionString(limited);
      var created = limitedClient.createUser();
      limitedClient.createUser();

      var thrown = assertThrows(HttpResponseException.class, limitedClient::createUser);
      assertEquals(429, thrown.getResponse().getStatusCode());
      assertEquals("30", thrown.getResponse().getHeaderValue(HttpHeaderName.RETRY_AFTER));
      limitedClient.deleteUser(created);
    }
  }

  @Test
  void servesManyRequestsConcurrently() throws Exception {
    CountDownLatch allArrived = new CountDownLatch(20);
    emulator
        .faults()
        .always(
            Operation.ISSUE_TOKEN,
            Fault.beforeEffect(
                () -> {
                  allArrived.countDown();
                  await(allArrived);
                }));

    CompletableFuture<?>[] calls = new CompletableFuture<?>[20];
    var threads = Executors.newFixedThreadPool(20);
    for (int i = 0; i < calls.length; i++) {
      calls[i] = CompletableFuture.runAsync(() -> client.getToken(user, CHAT), threads);
    }
    CompletableFuture.allOf(calls).get(5, TimeUnit.SECONDS);
    threads.shutdown();

    assertEquals(20, emulator.counters().of(Operation.ISSUE_TOKEN).effects());
  }

  private static void addFault(String order) throws IOException, InterruptedException {
    var added = new SignedRequests(emulator).unsigned("POST", "/emulator/faults", order, Map.of());
    assertEquals(201, added.statusCode(), added.body());
  }

  private static String pathOf(Operation operation) {
    String path =
        switch (operation) {
          case CREATE_IDENTITY -> "/identities";
          case ISSUE_TOKEN -> "/identities/someone/:issueAccessToken";
          case REVOKE_TOKENS -> "/identities/someone/:revokeAccessTokens";
          case DELETE_IDENTITY, GET_IDENTITY -> "/identities/someone";
          case EXCHANGE_TEAMS_TOKEN -> "/teamsUser/:exchangeAccessToken";
        };
    return path + "?api-version=2022-10-01";
  }

  private long issued() {
    return emulator.counters().of(Operation.ISSUE_TOKEN).effects();
  }

  private int failure() {
    return assertThrows(HttpResponseException.class, () -> client.getToken(user, CHAT))
        .getResponse()
        .getStatusCode();
  }

  private static String get(SignedRequests http, String path)
      throws IOException, InterruptedException {
    return http.unsigned("GET", path, "", Map.of()).body();
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(5, TimeUnit.SECONDS)) {
        throw new IllegalStateException("The requests did not run concurrently");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
