package dev.acstoken.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.app.LazyApplication;
import dev.acstoken.emulator.AcsEmulator;
import dev.acstoken.emulator.Fault;
import dev.acstoken.emulator.Operation;
import dev.acstoken.emulator.Quotas;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Verifies that neither one caller nor many new ones exhaust the quota that all callers share, and
 * that whatever takes access away stays possible.
 */
class VolumeHttpTest {
  @RegisterExtension static final RunningEndpoint endpoint = new RunningEndpoint();

  private final String user = "user-" + UUID.randomUUID();
  private final EndpointClient client = endpoint.as(user);

  @Test
  void aCallerGetsABurstOfTokensAndThenARetryAfter() {
    // A cold start would take so long that the bucket refills meanwhile.
    endpoint.as("early-" + user).post("/users/me/tokens").expect(201);
    for (int i = 0; i < 10; i++) {
      assertTrue(client.post("/users/me/tokens").http().statusCode() < 300);
    }

    var rejected = client.post("/users/me/tokens").expectProblem(429, "rate_limited");

    int retryAfter = Integer.parseInt(rejected.header("retry-after"));
    assertTrue(retryAfter >= 1 && retryAfter <= 3, rejected.header("retry-after"));
    client.post("/users/me/tokens/refresh").expectProblem(429, "rate_limited");
    client.delete("/users/me/tokens").expect(204);
    client.get("/users/me/identity").expect(200);
    client.delete("/users/me/identity").expect(204);
  }

  @Test
  void aThiefOfABearerTokenCannotKeepTheOwnerFromRevoking() {
    var thief = endpoint.withToken(endpoint.issuer().token(user));
    String stolen = thief.post("/users/me/tokens").expect(201).token();
    for (int i = 0; i < 30; i++) {
      var unused = thief.post("/users/me/tokens");
    }

    client.delete("/users/me/tokens").expect(204);

    assertFalse(endpoint.acs().isValid(stolen));
  }

  @Test
  void aThiefWhoUsesUpTheRevocationsHasRevokedTheirOwnTokens() {
    var own = client.at(endpoint.with("USER_REQUESTS_PER_MINUTE", "3"));
    for (int i = 0; i < 2; i++) {
      own.delete("/users/me/tokens").expect(204);
    }
    String stolen = own.post("/users/me/tokens").expect(201).token();
    own.delete("/users/me/tokens").expect(204);
    own.delete("/users/me/identity").expect(204);

    var refused = own.delete("/users/me/tokens").expectProblem(429, "rate_limited");

    assertFalse(endpoint.acs().isValid(stolen));
    int retryAfter = Integer.parseInt(refused.header("retry-after"));
    assertTrue(retryAfter >= 1 && retryAfter <= 20, refused.header("retry-after"));
    assertTrue(refused.text("detail").contains("too many revocations"), refused.text("detail"));
  }

  @Test
  void aUserWhoCreatesAndDeletesInALoopIsStopped() {
    var before = endpoint.acs().counters().of(Operation.CREATE_IDENTITY).received();
    int created = 0;
    int deleted = 0;
    for (int i = 0; i < 15; i++) {
      created += client.put("/users/me/identity").http().statusCode() == 201 ? 1 : 0;
      deleted += client.delete("/users/me/identity").http().statusCode() == 204 ? 1 : 0;
    }

    var rejected = client.put("/users/me/identity").expectProblem(429, "rate_limited");

    assertTrue(
        rejected.text("detail").contains("too many requests to create identities"),
        rejected.text("detail"));
    assertTrue(created >= 5 && created < 8, created + " created");
    assertEquals(15, deleted, "A deletion is never refused because of a creation");
    assertTrue(endpoint.acs().counters().of(Operation.CREATE_IDENTITY).received() >= before + 5);
  }

  @Test
  void aUsersReadsAreBounded() {
    var own = client.at(endpoint.with("USER_REQUESTS_PER_MINUTE", "1"));
    for (int i = 0; i < 6; i++) {
      own.get("/users/me/identity").expectProblem(404, "identity_not_found");
    }

    var rejected = own.get("/users/me/identity").expectProblem(429, "rate_limited");

    assertTrue(rejected.text("detail").contains("too many read requests"), rejected.text("detail"));
    assertTrue(Integer.parseInt(rejected.header("retry-after")) <= 10);
  }

  @Test
  void aRefusedRequestCostsNothing() {
    var strict =
        endpoint.with(
            "TOKEN_REQUESTS_BURST", "1",
            "TOKEN_REQUESTS_PER_MINUTE", "1",
            "INSTANCE_ISSUE_REQUESTS_PER_MINUTE", "1",
            "ADMIN_REQUESTS_PER_MINUTE", "1");
    var own = client.at(strict);
    var admin = endpoint.as("admin-" + user, "Identity.Admin").at(strict);
    String access = "/users/" + user + "/access";
    for (int i = 0; i < 5; i++) {
      own.post("/users/me/tokens", "{\"scopes\": []}").expectProblem(400, "invalid_request");
      own.post("/users/me/tokens/refresh", "{").expectProblem(400, "invalid_request");
      own.postChunked("/users/me/tokens", "{}").expectProblem(411, "length_required");
      own.post("/users/me/tokens", " ".repeat(8193)).expectProblem(413, "payload_too_large");
      own.postAs("text/plain", "/users/me/tokens", "{}")
          .expectProblem(415, "unsupported_media_type");
      admin.put(access, "{\"scopes\": 1}").expectProblem(400, "invalid_request");
      admin.header("if-match", "x").delete(access).expectProblem(400, "invalid_request");
    }

    own.post("/users/me/tokens").expect(201);
    own.post("/users/me/tokens").expectProblem(429, "rate_limited");
    admin.put(access, "{\"scopes\": [\"chat\"]}").expect(200);
  }

  @Test
  void anAdminRevokesAndBlocksManyUsers() {
    var admin = endpoint.as("admin-" + UUID.randomUUID(), "Identity.Admin");
    var users = IntStream.range(0, 25).mapToObj(i -> user + "-" + i).toList();
    for (String each : users) {
      var unused = admin.post("/users/" + each + "/tokens");
    }

    Together.forEach(
        users,
        each -> {
          admin.delete("/users/" + each + "/tokens").expect(204);
          admin.put("/users/" + each + "/access", "{\"blocked\": true}").expect(200);
        });
  }

  @Test
  void manyNewUsersLeaveRefreshesAndRevocationsUndisturbed() {
    var base =
        endpoint.with(
            "INSTANCE_NEW_IDENTITIES_PER_MINUTE", "8",
            "INSTANCE_ISSUE_REQUESTS_PER_MINUTE", "1200");
    client.at(base).post("/users/me/tokens").expect(201);
    int refused = 0;
    for (int i = 0; i < 12; i++) {
      var newcomer = endpoint.as("new-" + i + "-" + user).at(base);
      var response = newcomer.post("/users/me/tokens");
      refused += response.http().statusCode() == 429 ? 1 : 0;
    }

    assertTrue(refused >= 8, refused + " refused");
    client.at(base).post("/users/me/tokens/refresh").expect(200);
    client.at(base).delete("/users/me/tokens").expect(204);
  }

  @Test
  void aRefusedCreationChangesNothing() {
    var base = endpoint.with("INSTANCE_NEW_IDENTITIES_PER_MINUTE", "1");
    endpoint.as("first-" + user).at(base).put("/users/me/identity").expect(201);
    var identities = endpoint.acs().identities();

    var created = client.at(base).put("/users/me/identity").expectProblem(429, "rate_limited");
    var issued = client.at(base).post("/users/me/tokens").expectProblem(429, "rate_limited");

    for (var refused : List.of(created, issued)) {
      assertTrue(
          refused.text("detail").startsWith("Too many identities are being created"),
          refused.text("detail"));
      int retryAfter = Integer.parseInt(refused.header("retry-after"));
      assertTrue(retryAfter >= 1 && retryAfter <= 60, refused.header("retry-after"));
    }
    assertEquals(identities, endpoint.acs().identities());
    client.get("/users/me/identity").expectProblem(404, "identity_not_found");
    client.post("/users/me/tokens").expect(201);
  }

  @Test
  void manyNewTokensOfExistingUsersLeaveRefreshesUndisturbed() {
    var base = endpoint.with("INSTANCE_ISSUE_REQUESTS_PER_MINUTE", "1");
    client.at(base).post("/users/me/tokens").expect(201);

    var refused = client.at(base).post("/users/me/tokens").expectProblem(429, "rate_limited");

    assertTrue(refused.text("detail").startsWith("All callers together"), refused.text("detail"));
    client.at(base).post("/users/me/tokens/refresh").expect(200);
  }

  @Test
  void usersRevocationsLeaveThoseOfAdminsUndisturbed() {
    var base = endpoint.with("INSTANCE_REVOCATIONS_PER_MINUTE", "1");
    client.at(base).delete("/users/me/tokens").expect(204);

    client.at(base).delete("/users/me/tokens").expectProblem(429, "rate_limited");

    var admin = endpoint.as("admin-" + UUID.randomUUID(), "Identity.Admin").at(base);
    admin.delete("/users/" + user + "/tokens").expect(204);
    admin.put("/users/" + user + "/access", "{\"blocked\": true}").expect(200);
  }

  @Test
  void anAdminsRequestsForOthersCountAgainstTheAdmin() {
    var admin = endpoint.as("admin-" + UUID.randomUUID(), "Identity.Admin");
    for (int i = 0; i < 10; i++) {
      assertTrue(admin.post("/users/" + user + "-" + i + "/tokens").http().statusCode() < 300);
    }

    admin.post("/users/" + user + "/tokens").expectProblem(429, "rate_limited");
    client.post("/users/me/tokens").expect(201);
  }

  @Test
  void theLimitIsConfigurable() {
    var limited =
        client.at(endpoint.with("TOKEN_REQUESTS_BURST", "2", "TOKEN_REQUESTS_PER_MINUTE", "1"));
    limited.post("/users/me/tokens").expect(201);
    limited.post("/users/me/tokens").expect(200);

    limited.post("/users/me/tokens").expectProblem(429, "rate_limited");
  }

  @Test
  void aRefreshLoopDoesNotExhaustTheSharedQuota() {
    try (AcsEmulator acs = AcsEmulator.builder().quotas(Quotas.published()).start()) {
      URI base = serve(acs);
      var looping = client.at(base);
      looping.post("/users/me/tokens").expect(201);
      int rejected = 0;
      for (int i = 0; i < 1_500; i++) {
        var response = looping.post("/users/me/tokens/refresh");
        rejected += response.http().statusCode() == 429 ? 1 : 0;
      }

      for (int i = 0; i < 20; i++) {
        var other = endpoint.as("other-" + i + "-" + UUID.randomUUID()).at(base);
        other.post("/users/me/tokens").expect(201);
        other.post("/users/me/tokens/refresh").expect(200);
      }

      var issues = acs.counters().of(Operation.ISSUE_TOKEN);
      System.out.printf(
          "A refresh loop of 1500: %d rejected, %d ACS calls in total, 20 other users served%n",
          rejected, issues.received());
      assertTrue(rejected > 1_000, rejected + " rejected");
      assertEquals(issues.received(), issues.effects(), "ACS throttled no call");
    }
  }

  @Test
  void aUserWhoCreatesAndDeletesInALoopDoesNotExhaustTheSharedQuota() {
    try (AcsEmulator acs = AcsEmulator.builder().quotas(Quotas.published()).start()) {
      URI base = serve(acs);
      var bystander = endpoint.as("bystander-" + user).at(base);
      bystander.post("/users/me/tokens").expect(201);
      var looping = client.at(base);
      int rejected = 0;
      for (int i = 0; i < 600; i++) {
        var created = looping.put("/users/me/identity");
        var deleted = looping.delete("/users/me/identity");
        rejected += created.http().statusCode() == 429 ? 1 : 0;
        rejected += deleted.http().statusCode() == 429 ? 1 : 0;
      }

      assertTrue(rejected > 1_000, rejected + " rejected");
      bystander.delete("/users/me/identity").expect(204);
      assertNothingWasThrottled(acs);
    }
  }

  @Test
  void manyAccountsDoNotExhaustTheSharedQuota() {
    try (AcsEmulator acs = AcsEmulator.builder().quotas(Quotas.published()).start()) {
      URI base = serve(acs);
      var signedIn = client.at(base);
      signedIn.post("/users/me/tokens").expect(201);
      for (int account = 0; account < 150; account++) {
        var newcomer = endpoint.as("account-" + account + "-" + user).at(base);
        for (int i = 0; i < 10; i++) {
          var unused = newcomer.post("/users/me/tokens");
        }
      }

      signedIn.post("/users/me/tokens/refresh").expect(200);
      signedIn.delete("/users/me/tokens").expect(204);
      assertNothingWasThrottled(acs);
    }
  }

  @Test
  void acsThrottlingPausesOnlyCallsOfTheSameKind() {
    var ownEndpoint = endpoint.with();
    client.at(ownEndpoint).put("/users/me/identity").expect(201);
    endpoint.acs().faults().next(Operation.ISSUE_TOKEN, Fault.throttled(Duration.ofSeconds(20)));
    client.at(ownEndpoint).post("/users/me/tokens").expectProblem(429, "acs_throttled");
    var before = endpoint.acs().counters().of(Operation.ISSUE_TOKEN).received();

    var paused = client.at(ownEndpoint).post("/users/me/tokens");

    paused.expectProblem(429, "acs_throttled");
    assertTrue(Integer.parseInt(paused.header("retry-after")) <= 20);
    assertEquals(before, endpoint.acs().counters().of(Operation.ISSUE_TOKEN).received());
    client.at(ownEndpoint).delete("/users/me/tokens").expect(204);
    endpoint.as("other-" + UUID.randomUUID()).at(ownEndpoint).post("/users/me/tokens").expect(201);
  }

  private static void assertNothingWasThrottled(AcsEmulator acs) {
    for (Operation operation : Operation.values()) {
      assertEquals(0, acs.counters().of(operation).status(429), operation::name);
    }
  }

  /** Serves an endpoint with the default limits. */
  private static URI serve(AcsEmulator acs) {
    var shared =
        endpoint.environmentWith(
            "COMMUNICATION_SERVICES_CONNECTION_STRING", acs.connectionString(),
            "COMMUNICATION_SERVICES_RESOURCE_ID", acs.resourceId().toString(),
            "INSTANCE_ISSUE_REQUESTS_PER_MINUTE", "",
            "INSTANCE_NEW_IDENTITIES_PER_MINUTE", "",
            "INSTANCE_REVOCATIONS_PER_MINUTE", "");
    return endpoint.serve(
        LazyApplication.of(
            shared, () -> HttpClient.newBuilder().sslContext(acs.clientSslContext())));
  }
}
