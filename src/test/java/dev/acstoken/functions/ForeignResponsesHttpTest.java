package dev.acstoken.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.emulator.Fault;
import dev.acstoken.emulator.FaultBody;
import dev.acstoken.emulator.Operation;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Verifies through the HTTP API that a response of something on the way to ACS changes nothing and
 * is never reported as a success.
 */
class ForeignResponsesHttpTest {
  @RegisterExtension static final RunningEndpoint endpoint = new RunningEndpoint();

  static final List<Fault> FOREIGN =
      List.of(
          // Its body has the form of ACS's errors, but not ACS's code for an unknown identity.
          Fault.status(404),
          Fault.status(404, FaultBody.HTML),
          Fault.status(401, FaultBody.JSON),
          Fault.status(403, FaultBody.HTML),
          Fault.status(200, FaultBody.HTML),
          Fault.status(302, FaultBody.EMPTY));

  private final String user = "user-" + UUID.randomUUID();
  private final String access = "/users/" + user + "/access";
  private final EndpointClient client = endpoint.as(user);
  private final EndpointClient admin = endpoint.as("admin-" + user, "Identity.Admin");

  @ParameterizedTest
  @FieldSource("FOREIGN")
  void anIdentitySurvivesAForeignResponseToTokenRequests(Fault fault) {
    var before = client.post("/users/me/tokens").expect(201);
    always(Operation.ISSUE_TOKEN, fault);

    client.post("/users/me/tokens").expectProblem(503, "acs_unavailable");
    client.post("/users/me/tokens/refresh").expectProblem(503, "acs_unavailable");
    // A new instance does not know the identity yet.
    client.at(endpoint.with()).post("/users/me/tokens").expectProblem(503, "acs_unavailable");

    endpoint.acs().faults().clear();
    var after = client.post("/users/me/tokens/refresh").expect(200);
    assertEquals(before.communicationUserId(), after.communicationUserId());
    assertTrue(endpoint.acs().isValid(before.token()));
  }

  @ParameterizedTest
  @FieldSource("FOREIGN")
  void aForeignResponseToARevocationIsNoSuccess(Fault fault) {
    var before = client.post("/users/me/tokens").expect(201);
    always(Operation.REVOKE_TOKENS, fault);

    client.delete("/users/me/tokens").expectProblem(503, "acs_unavailable");
    admin.put(access, "{\"scopes\": [\"chat\"]}").expectProblem(503, "acs_unavailable");

    endpoint.acs().faults().clear();
    client.delete("/users/me/tokens").expect(204);
    assertFalse(endpoint.acs().isValid(before.token()));
  }

  @ParameterizedTest
  @FieldSource("FOREIGN")
  void aForeignResponseToADeletionIsNoSuccess(Fault fault) {
    var before = client.post("/users/me/tokens").expect(201);
    always(Operation.DELETE_IDENTITY, fault);

    client.delete("/users/me/identity").expectProblem(503, "acs_unavailable");

    endpoint.acs().faults().clear();
    client.delete("/users/me/identity").expect(204);
    assertFalse(endpoint.acs().isValid(before.token()));
    assertFalse(endpoint.acs().identities().contains(before.communicationUserId()));
  }

  @ParameterizedTest
  @FieldSource("FOREIGN")
  void oneForeignResponseIsHiddenByARetry(Fault fault) {
    var before = client.post("/users/me/tokens").expect(201);
    endpoint
        .acs()
        .faults()
        .next(Operation.ISSUE_TOKEN, fault)
        .next(Operation.REVOKE_TOKENS, fault)
        .next(Operation.DELETE_IDENTITY, fault);

    var after = client.post("/users/me/tokens").expect(200);
    assertEquals(before.communicationUserId(), after.communicationUserId());
    client.delete("/users/me/tokens").expect(204);
    assertFalse(endpoint.acs().isValid(after.token()));
    client.delete("/users/me/identity").expect(204);
    assertFalse(endpoint.acs().identities().contains(before.communicationUserId()));
  }

  // The Retry-After exceeds the deadline of every request, so the endpoint does not wait to retry.
  private static void always(Operation operation, Fault fault) {
    endpoint.acs().faults().always(operation, fault.withRetryAfter(Duration.ofHours(1)));
  }
}
