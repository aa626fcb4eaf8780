package dev.acstoken.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.emulator.Fault;
import dev.acstoken.emulator.Operation;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator may decide about a user, through the HTTP API. */
class AccessHttpTest {
  @RegisterExtension static final RunningEndpoint endpoint = new RunningEndpoint();

  private final String user = "user-" + UUID.randomUUID();
  private final String access = "/users/" + user + "/access";
  private final EndpointClient client = endpoint.as(user);
  private final EndpointClient admin = endpoint.as("admin-" + user, "Identity.Admin");

  @Test
  void aUserHasWhatIsConfiguredUntilAnAdminSaysOtherwise() {
    var before = admin.get(access).expect(200);
    assertEquals(user, before.text("userId"));
    assertEquals(List.of("chat", "voip"), before.json().get("scopes"));
    assertEquals(true, before.json().get("isDefault"));

    var set = admin.put(access, "{\"scopes\": [\"voip.join\", \"chat\"]}").expect(200);
    assertEquals(List.of("chat", "voip.join"), set.json().get("scopes"));
    assertEquals(false, set.json().get("isDefault"));
    assertEquals(set.json(), admin.get(access).expect(200).json());

    assertEquals(before.json(), admin.delete(access).expect(200).json());
    assertEquals(before.json(), admin.get(access).expect(200).json());
  }

  @Test
  void everyScopeThatIsAllowedIsIssued() {
    String all =
        "{\"scopes\": [\"chat\",\"chat.join\",\"chat.join.limited\",\"voip\",\"voip.join\"]}";
    admin.put(access, all).expect(200);

    var issued = client.post("/users/me/tokens").expect(201);

    assertEquals(
        List.of("chat", "chat.join", "chat.join.limited", "voip", "voip.join"),
        issued.json().get("scopes"));
    assertTrue(endpoint.acs().isValid(issued.token()));
  }

  @Test
  void takingAScopeAwayEndsTheTokensBeforeItAnswers() {
    var before = client.post("/users/me/tokens").expect(201);

    admin.put(access, "{\"scopes\": [\"chat\"]}").expect(200);

    assertFalse(endpoint.acs().isValid(before.token()));
    client
        .post("/users/me/tokens", "{\"scopes\": [\"voip\"]}")
        .expectProblem(403, "scope_not_allowed");
    var after = client.post("/users/me/tokens/refresh").expect(200);
    assertEquals(List.of("chat"), after.json().get("scopes"));
    assertEquals(before.communicationUserId(), after.communicationUserId());
  }

  @Test
  void anEmptyListBlocksEvenWhoDeletesThemselves() {
    var before = client.post("/users/me/tokens").expect(201);
    admin.put(access, "{\"scopes\": []}").expect(200);

    assertFalse(endpoint.acs().isValid(before.token()));
    client.post("/users/me/tokens/refresh").expectProblem(403, "scope_not_allowed");
    client.delete("/users/me/identity").expect(204);
    client.post("/users/me/tokens").expectProblem(403, "scope_not_allowed");
    client.put("/users/me/identity").expect(201);
    client.post("/users/me/tokens").expectProblem(403, "scope_not_allowed");
  }

  @Test
  void onlyAdminsSeeAndDecideAlsoAboutThemselves() {
    for (String path : List.of(access, "/users/me/access")) {
      client.get(path).expectProblem(403, "forbidden");
      client.put(path, "{\"scopes\": []}").expectProblem(403, "forbidden");
      client.delete(path).expectProblem(403, "forbidden");
    }
    admin.put("/users/me/access", "{\"scopes\": [\"chat\"]}").expect(200);
    assertEquals(
        "admin-" + user, admin.get("/users/admin-" + user + "/access").expect(200).text("userId"));
    endpoint.anonymous().get(access).expectProblem(401, "unauthenticated");
    endpoint.withToken("garbage").put(access, "{}").expectProblem(401, "invalid_token");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "\"chat\"",
        "{}",
        "{\"scopes\": null}",
        "{\"scopes\": \"chat\"}",
        "{\"scopes\": [null]}",
        "{\"scopes\": [1]}",
        "{\"scopes\": [\"CHAT\"]}",
        "{\"scopes\": [\"pstn\"]}",
        "{\"scopes\": [\"chat\"], \"scopes\": []}",
        "{\"scopes\": [\"chat\"], \"expiresInMinutes\": 60}",
        "{\"scope\": [\"chat\"]}",
        "{\"scopes\": [\"chat\"]} {}"
      })
  void aBodyThatIsNotAPolicyChangesNothing(String body) {
    admin.put(access, "{\"scopes\": [\"chat\"]}").expect(200);

    admin.put(access, body).expectProblem(400, "invalid_request");

    assertEquals(List.of("chat"), admin.get(access).expect(200).json().get("scopes"));
  }

  @Test
  void theNameThatNeverBecameAScopeIsCalledThat() {
    var reply = admin.put(access, "{\"scopes\": [\"pstn\"]}").expectProblem(400, "invalid_request");

    assertTrue(reply.text("detail").contains("was never a supported scope"), reply.text("detail"));
  }

  @Test
  void aBodyThatIsMissingOrDidNotArriveIsNotAnEmptyPolicy() {
    admin.put(access).expectProblem(400, "invalid_request");
    admin
        .header("content-type", "application/json")
        .sendChunked("PUT", access, "{\"scopes\": []}")
        .expectProblem(411, "length_required");
    admin
        .header("content-type", "text/plain")
        .send("PUT", access, "{\"scopes\": []}")
        .expectProblem(415, "unsupported_media_type");
    admin.put(access, " ".repeat(8 * 1024 + 1)).expectProblem(413, "payload_too_large");
    admin.put("/users/%7F/access", "{\"scopes\": []}").expectProblem(400, "invalid_request");

    assertEquals(true, admin.get(access).expect(200).json().get("isDefault"));
  }

  @Test
  void aChangeMayDependOnWhatWasSeen() {
    String seen = admin.get(access).expect(200).header("etag");
    String other = admin.put(access, "{\"scopes\": [\"chat\"]}").expect(200).header("etag");
    assertNotEquals(seen, other);

    var late = admin.header("if-match", seen);
    late.put(access, "{\"scopes\": []}").expectProblem(412, "precondition_failed");
    late.delete(access).expectProblem(412, "precondition_failed");
    admin
        .header("if-match", "W/" + other)
        .put(access, "{\"scopes\": []}")
        .expectProblem(412, "precondition_failed");
    admin
        .header("if-match", "chat")
        .put(access, "{\"scopes\": []}")
        .expectProblem(400, "invalid_request");
    assertEquals(List.of("chat"), admin.get(access).expect(200).json().get("scopes"));

    var set = admin.header("if-match", seen + " , " + other).put(access, "{\"scopes\": []}");
    assertEquals(List.of(), set.expect(200).json().get("scopes"));
    assertEquals(seen, admin.header("if-match", "*").delete(access).expect(200).header("etag"));
  }

  @Test
  void whatFailedHalfwayIsFinishedByTheNextRequestAndKeepsTokensInUntilThen() {
    var before = client.post("/users/me/tokens").expect(201);
    endpoint.acs().faults().always(Operation.REVOKE_TOKENS, later());

    admin.put(access, "{\"scopes\": [\"chat\"]}").expectProblem(503, "acs_unavailable");

    assertTrue(endpoint.acs().isValid(before.token()));
    client.post("/users/me/tokens").expectProblem(503, "acs_unavailable");
    endpoint.acs().faults().clear();
    client.get("/users/me/identity").expect(200);
    assertFalse(endpoint.acs().isValid(before.token()));
    assertEquals(List.of("chat"), admin.get(access).expect(200).json().get("scopes"));
  }

  @Test
  void acsThatThrottlesTheRevocationIsPassedOn() {
    client.post("/users/me/tokens").expect(201);
    endpoint
        .acs()
        .faults()
        .always(Operation.REVOKE_TOKENS, Fault.throttled(Duration.ofSeconds(17)));

    // On an endpoint of its own, which keeps from asking again for so long.
    var reply = admin.at(endpoint.with()).put(access, "{\"scopes\": []}");

    assertEquals("17", reply.expectProblem(429, "acs_throttled").header("retry-after"));
  }

  @Test
  void acsThatRefusesTheRevocationIsPassedOnAsOftenAsItDoes() {
    client.post("/users/me/tokens").expect(201);
    endpoint.acs().faults().always(Operation.REVOKE_TOKENS, Fault.status(403));

    admin.put(access, "{\"scopes\": []}").expectProblem(502, "acs_rejected");

    admin.get(access).expectProblem(502, "acs_rejected");
  }

  @Test
  void whoseAnIdentityIsOnlyAdminsFindOut() {
    var id = client.put("/users/me/identity").expect(201).communicationUserId();
    String path = "/identities/" + id;

    var found = admin.get(path).expect(200);
    assertEquals(user, found.text("userId"));
    assertEquals(endpoint.issuer().issuer().toString(), found.text("issuer"));
    assertEquals(id, found.communicationUserId());
    client.get(path).expectProblem(403, "forbidden");
    endpoint.anonymous().get(path).expectProblem(401, "unauthenticated");

    client.delete("/users/me/identity").expect(204);
    admin.get(path).expectProblem(404, "identity_not_found");
    admin.get("/identities/8:acs:nobody").expectProblem(404, "identity_not_found");
    admin.get("/identities/%20").expectProblem(400, "invalid_request");
  }

  // With a Retry-After that no deadline has room for, so that the test need not wait.
  private static Fault later() {
    return Fault.status(503).withRetryAfter(Duration.ofMinutes(1));
  }
}
