package dev.acstoken.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.app.LazyApplication;
import dev.acstoken.emulator.AcsEmulator;
import dev.acstoken.emulator.Fault;
import dev.acstoken.emulator.Operation;
import dev.acstoken.emulator.Quotas;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Verifies that one caller cannot exhaust the quota that all callers share. */
class VolumeHttpTest {
  @RegisterExtension static final RunningEndpoint endpoint = new RunningEndpoint();

  private final String user = "user-" + UUID.randomUUID();
  private final EndpointClient client = endpoint.as(user);

  @Test
  void aCallerGetsABurstOfTokensAndThenARetryAfter() {
    for (int i = 0; i < 10; i++) {
      assertTrue(client.post("/users/me/tokens").http().statusCode() < 300);
    }

    var rejected = client.post("/users/me/tokens").expectProblem(429, "rate_limited");

    int retryAfter = Integer.parseInt(rejected.header("retry-after"));
    assertTrue(retryAfter >= 1 && retryAfter <= 3, rejected.header("retry-after"));
    client.post("/users/me/tokens/refresh").expectProblem(429, "rate_limited");
    client.delete("/users/me/tokens").expectProblem(429, "rate_limited");
    client.get("/users/me/identity").expect(200);
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

  private static URI serve(AcsEmulator acs) {
    var shared =
        endpoint.environmentWith(
            "COMMUNICATION_SERVICES_CONNECTION_STRING", acs.connectionString());
    return endpoint.serve(
        LazyApplication.of(
            shared, () -> HttpClient.newBuilder().sslContext(acs.clientSslContext())));
  }
}
