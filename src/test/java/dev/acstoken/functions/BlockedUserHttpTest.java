package dev.acstoken.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.acstoken.emulator.Operation;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Verifies that a blocked user gets nothing that costs ACS a call, and may still give up tokens and
 * the identity. {@link TeamsTokensHttpTest} verifies the same for Teams tokens.
 */
class BlockedUserHttpTest {
  @RegisterExtension static final RunningEndpoint endpoint = new RunningEndpoint();

  private static final String TOKENS = "/users/me/tokens";
  private static final String IDENTITY = "/users/me/identity";

  private final String user = "user-" + UUID.randomUUID();
  private final EndpointClient client = endpoint.as(user);
  private final EndpointClient admin = endpoint.as("admin-" + user, "Identity.Admin");

  private Set<String> identitiesBefore = Set.of();

  @BeforeEach
  void rememberIdentities() {
    identitiesBefore = endpoint.acs().identities();
  }

  @Test
  void aBlockedUserWithoutAnIdentityCannotCreateOne() {
    block();

    client.put(IDENTITY).expectProblem(403, "scope_not_allowed");
    client.post(TOKENS).expectProblem(403, "scope_not_allowed");
    client.post(TOKENS + "/refresh").expectProblem(404, "identity_not_found");

    assertEquals(identitiesBefore, endpoint.acs().identities());
  }

  @Test
  void nobodyCreatesAnIdentityForABlockedUser() {
    block();

    admin.put("/users/" + user + "/identity").expectProblem(403, "scope_not_allowed");
    admin.post("/users/" + user + "/tokens").expectProblem(403, "scope_not_allowed");

    assertEquals(identitiesBefore, endpoint.acs().identities());
  }

  @Test
  void aBlockedUserGetsNoTokenOfAnExistingIdentity() {
    client.post(TOKENS).expect(201);
    block();
    long calls = issueCalls();

    client.post(TOKENS).expectProblem(403, "scope_not_allowed");
    client.post(TOKENS + "/refresh").expectProblem(403, "scope_not_allowed");

    assertEquals(calls, issueCalls());
  }

  @Test
  void aBlockedUserMayRevokeAndDelete() {
    String token = client.post(TOKENS).expect(201).token();
    block();

    client.delete(TOKENS).expect(204);
    client.delete(IDENTITY).expect(204);

    assertFalse(endpoint.acs().isValid(token));
    client.get(IDENTITY).expectProblem(404, "identity_not_found");
    client.put(IDENTITY).expectProblem(403, "scope_not_allowed");
  }

  @Test
  void anInstanceThatCachesTheAccountCallsAcsAtMostOnce() {
    var otherInstance = client.at(endpoint.with());
    otherInstance.post(TOKENS).expect(201);
    otherInstance.post(TOKENS + "/refresh").expect(200);
    block();
    long calls = issueCalls();

    otherInstance.post(TOKENS).expectProblem(403, "scope_not_allowed");
    otherInstance.post(TOKENS + "/refresh").expectProblem(403, "scope_not_allowed");
    otherInstance.post(TOKENS).expectProblem(403, "scope_not_allowed");

    assertEquals(calls + 1, issueCalls());
  }

  @Test
  void aUserWhoIsNoLongerBlockedMayStartOver() {
    block();
    admin.delete("/users/" + user + "/access").expect(200);

    client.put(IDENTITY).expect(201);
    client.post(TOKENS).expect(200);
  }

  private void block() {
    admin.put("/users/" + user + "/access", "{\"blocked\": true}").expect(200);
  }

  private static long issueCalls() {
    return endpoint.acs().counters().of(Operation.ISSUE_TOKEN).received();
  }
}
