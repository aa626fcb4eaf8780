package dev.acstoken.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.devhost.FaultyTableStorage;
import dev.acstoken.devhost.TableFault;
import dev.acstoken.emulator.Fault;
import dev.acstoken.emulator.Operation;
import dev.acstoken.emulator.TokenStatus;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Verifies through the HTTP API when a user's row is read for a token, and that no token stays
 * valid that a change of another instance has ended.
 */
class ReadAheadHttpTest {
  @RegisterExtension static final RunningEndpoint endpoint = new RunningEndpoint();

  private static final String TOKENS = "/users/me/tokens";
  private static final String READ = "GET mapping";

  /** A slow machine can exceed the lease of a read, and then reads the row again. */
  private static final int MAX_ATTEMPTS = 10;

  private final FaultyTableStorage storage = FaultyTableStorage.inFrontOf(endpoint.azurite());
  private final String user = "user-" + UUID.randomUUID();
  private final EndpointClient client = endpoint.as(user);
  private final EndpointClient admin = endpoint.as("admin-of-" + user, "Identity.Admin");

  @AfterEach
  void close() {
    storage.close();
  }

  @Test
  void theRowOfAKnownUserIsReadWhileAcsIssuesTheToken() {
    EndpointClient known = client.at(instance());
    known.post(TOKENS).expect(201);
    storage.clear();
    var wasRead = new CompletableFuture<Boolean>();
    atAcs(Fault.beforeEffect(() -> wasRead.complete(eventually(this::isRead))));

    known.post(TOKENS).expect(200);

    assertTrue(wasRead.join(), storage.requests()::toString);
  }

  @Test
  void aTokenOfAKnownUserCostsOneRead() {
    EndpointClient known = client.at(instance());
    known.post(TOKENS).expect(201);

    assertOneRead(
        () -> {
          storage.clear();
          known.post(TOKENS).expect(200);
        });
  }

  @Test
  void aTokenOfAnUnknownUserCostsOneReadBeforeTheCallToAcs() {
    client.post(TOKENS).expect(201);
    EndpointClient other = endpoint.as("other-of-" + user);
    other.post(TOKENS).expect(201);

    assertOneRead(
        () -> {
          URI instance = instance();
          // The first request of an instance opens its connections.
          other.at(instance).post(TOKENS).expect(200);
          storage.clear();
          var readBefore = new CompletableFuture<List<String>>();
          atAcs(Fault.beforeEffect(() -> readBefore.complete(storage.requests())));

          client.at(instance).post(TOKENS).expect(200);

          assertEquals(List.of(READ), readBefore.join());
        });
  }

  @Test
  void withoutReadingAheadTheRowIsReadAfterAcsIssuedTheToken() {
    EndpointClient known = client.at(instance("READ_AHEAD", "false"));
    known.post(TOKENS).expect(201);
    storage.clear();
    var readBefore = new CompletableFuture<List<String>>();
    atAcs(Fault.beforeResponse(() -> readBefore.complete(storage.requests())));

    known.post(TOKENS).expect(200);

    assertEquals(List.of(), readBefore.join());
    assertEquals(List.of(READ), storage.requests());
  }

  @Test
  void withoutReadingAheadATokenOfAnUnknownUserCostsTwoReads() {
    client.post(TOKENS).expect(201);
    URI instance = instance("READ_AHEAD", "false");
    storage.clear();

    client.at(instance).post(TOKENS).expect(200);

    assertEquals(List.of(READ, READ), storage.requests());
  }

  @Test
  void aTableThatIsSlowerThanALeaseDelaysTheTokenByOneRead() {
    EndpointClient known = client.at(instance());
    known.post(TOKENS).expect(201);

    assertOneRead(
        () -> {
          storage.once(1, TableFault.slow(Duration.ofMillis(1200)));
          known.post(TOKENS).expect(200);
        });
  }

  @Test
  void aReadThatFailsOnceIsRepeated() {
    EndpointClient known = client.at(instance());
    known.post(TOKENS).expect(201);
    storage.once(1, TableFault.status(503, Optional.empty()));

    known.post(TOKENS).expect(200);

    assertTrue(storage.requests().size() > 1, storage.requests()::toString);
  }

  @Test
  void noTokenIsReleasedWhileTheTableIsDown() {
    EndpointClient known = client.at(instance());
    known.post(TOKENS).expect(201);
    storage.from(1, TableFault.status(503, Optional.empty()));
    long issued = endpoint.acs().counters().of(Operation.ISSUE_TOKEN).effects();

    known.post(TOKENS).expectProblem(503, "storage_unavailable");

    assertTrue(endpoint.acs().counters().of(Operation.ISSUE_TOKEN).effects() > issued);
    storage.clear();
    known.post(TOKENS).expect(200);
  }

  /**
   * ACS issues the token with the former scopes this long after the policy is stored: within the
   * lease of the read, after it, and after the revocation.
   */
  @ParameterizedTest
  @ValueSource(ints = {500, 1500, 2500})
  void aTokenThatIsBeingIssuedDuringSetAccessDoesNotKeepARemovedScope(int millis) {
    EndpointClient known = client.at(instance());
    known.post(TOKENS).expect(201);
    var setAccess = new CompletableFuture<EndpointResponse>();
    var wasStored = new CompletableFuture<Boolean>();
    atAcs(
        Fault.beforeEffect(
            () -> {
              var unused = setAccess.completeAsync(this::allowChatOnly);
              wasStored.complete(eventually(this::isRestricted));
              pause(millis);
            }));

    EndpointResponse issued = known.post(TOKENS).expect(200);

    assertTrue(wasStored.join());
    setAccess.join().expect(200);
    assertHasNoRemovedScope(issued);
    EndpointResponse next = known.post(TOKENS).expect(200);
    assertEquals(List.of("chat"), next.json().get("scopes"));
    assertTrue(endpoint.acs().isValid(next.token()));
  }

  private EndpointResponse allowChatOnly() {
    return admin.put("/users/" + user + "/access", "{\"scopes\": [\"chat\"]}");
  }

  private boolean isRestricted() {
    var row = endpoint.table().getEntity(endpoint.partitionOf(user), "identity");
    return "chat".equals(row.getProperty("AllowedScopes"));
  }

  private static void assertHasNoRemovedScope(EndpointResponse issued) {
    if (endpoint.acs().status(issued.token()) instanceof TokenStatus.Active token) {
      assertEquals(Set.of("chat"), Set.copyOf(token.scopes()));
    }
  }

  @Test
  void aTokenThatIsBeingIssuedDuringDeleteIdentityIsNotValid() {
    EndpointClient known = client.at(instance());
    String deleted = known.post(TOKENS).expect(201).communicationUserId();
    var deletion = new CompletableFuture<EndpointResponse>();
    atAcs(Fault.beforeResponse(() -> deletion.complete(client.delete("/users/me/identity"))));

    EndpointResponse issued = known.post(TOKENS);

    deletion.join().expect(204);
    assertEquals(
        !issued.communicationUserId().equals(deleted), endpoint.acs().isValid(issued.token()));
    assertFalse(endpoint.acs().identities().contains(deleted));
    assertNotEquals(deleted, known.post(TOKENS).communicationUserId());
  }

  private URI instance(String... namesAndValues) {
    var settings = new ArrayList<>(List.of(namesAndValues));
    settings.addAll(List.of("TABLE_STORAGE_CONNECTION_STRING", storage.connectionString()));
    return endpoint.with(settings.toArray(String[]::new));
  }

  /** Asserts that the request reads one row, unless the machine is too slow each time. */
  private void assertOneRead(Runnable request) {
    int attempt = 0;
    do {
      request.run();
      attempt++;
    } while (attempt < MAX_ATTEMPTS && !storage.requests().equals(List.of(READ)));
    assertEquals(List.of(READ), storage.requests());
  }

  private static void atAcs(Fault fault) {
    endpoint.acs().faults().next(Operation.ISSUE_TOKEN, fault);
  }

  private boolean isRead() {
    return storage.requests().contains(READ);
  }

  /** Waits until the condition holds, for some seconds at most. */
  private static boolean eventually(BooleanSupplier condition) {
    for (int i = 0; i < 250; i++) {
      if (condition.getAsBoolean()) {
        return true;
      }
      pause(10);
    }
    return false;
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
