package dev.acstoken.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.emulator.Fault;
import dev.acstoken.emulator.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies through the HTTP API that admins set policies and that policies apply to tokens. */
class AccessHttpTest {
  @RegisterExtension static final RunningEndpoint endpoint = new RunningEndpoint();

  private static final String BLOCKED = "{\"blocked\": true}";

  private final String user = "user-" + UUID.randomUUID();
  private final String access = "/users/" + user + "/access";
  private final EndpointClient client = endpoint.as(user);
  private final EndpointClient admin = endpoint.as("admin-" + user, "Identity.Admin");

  @Test
  void aUserInheritsTheConfiguredScopesUntilAnAdminSetsAPolicy() {
    var before = admin.get(access).expect(200);
    assertEquals(user, before.text("userId"));
    assertEquals(List.of("chat", "voip"), before.json().get("scopes"));
    assertEquals(true, before.json().get("isDefault"));
    assertEquals(false, before.json().get("blocked"));

    var set = admin.put(access, "{\"scopes\": [\"voip.join\", \"chat\"]}").expect(200);
    assertEquals(List.of("chat", "voip.join"), set.json().get("scopes"));
    assertEquals(false, set.json().get("isDefault"));
    assertEquals(set.json(), admin.get(access).expect(200).json());

    assertEquals(before.json(), admin.delete(access).expect(200).json());
    assertEquals(before.json(), admin.get(access).expect(200).json());
  }

  @Test
  void everyAllowedScopeIsIssued() {
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
  void removingAScopeRevokesTokensBeforeTheResponse() {
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
  void aBlockedUserStaysBlockedAfterADeletion() {
    var before = client.post("/users/me/tokens").expect(201);
    admin.put(access, BLOCKED).expect(200);

    assertFalse(endpoint.acs().isValid(before.token()));
    client.post("/users/me/tokens/refresh").expectProblem(403, "scope_not_allowed");
    client.delete("/users/me/identity").expect(204);
    client.post("/users/me/tokens").expectProblem(403, "scope_not_allowed");
    client.put("/users/me/identity").expectProblem(403, "scope_not_allowed");
    client.post("/users/me/tokens").expectProblem(403, "scope_not_allowed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"blocked\": true}",
        "{\"blocked\": true, \"scopes\": null}",
        "{\"scopes\": [], \"blocked\": true}"
      })
  void aUserIsBlockedOnlyByName(String body) {
    var set = admin.put(access, body).expect(200);

    assertEquals(List.of(), set.json().get("scopes"));
    assertEquals(true, set.json().get("blocked"));
    assertEquals(set.json(), admin.get(access).expect(200).json());
    assertEquals(false, admin.delete(access).expect(200).json().get("blocked"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"scopes\": [\"chat\"], \"blocked\": false}",
        "{\"scopes\": [\"chat\"], \"blocked\": null}",
        "{\"blocked\": false, \"scopes\": [\"chat\", \"chat\"]}"
      })
  void notBlockedMeansTheSameAsLeftOut(String body) {
    var set = admin.put(access, body).expect(200);

    assertEquals(List.of("chat"), set.json().get("scopes"));
    assertEquals(false, set.json().get("blocked"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{}",
        "{\"scopes\": []}",
        "{\"scopes\": null}",
        "{\"blocked\": null}",
        "{\"blocked\": false}",
        "{\"scopes\": [], \"blocked\": false}",
        "{\"scopes\": null, \"blocked\": null}"
      })
  void aBodyThatSaysNothingIsRefusedWithBothWays(String body) {
    var refused =
        (body.isEmpty() ? admin.put(access) : admin.put(access, body))
            .expectProblem(400, "invalid_request");

    assertEquals(
        "Send \"scopes\" with at least one scope, or \"blocked\": true to block the user.",
        refused.text("detail"));
    assertEquals(true, admin.get(access).expect(200).json().get("isDefault"));
  }

  @Test
  void onlyAdminsReadAndChangePolicies() {
    for (String path : List.of(access, "/users/me/access")) {
      client.get(path).expectProblem(403, "forbidden");
      client.put(path, BLOCKED).expectProblem(403, "forbidden");
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
        "{\"scopes\": \"chat\"}",
        "{\"blocked\": \"true\"}",
        "{\"blocked\": 1}",
        "{\"blocked\": [true]}",
        "{\"blocked\": true, \"scopes\": [\"chat\"]}",
        "{\"blocked\": true, \"blocked\": true}",
        "{\"scopes\": [null]}",
        "{\"scopes\": [1]}",
        "{\"scopes\": [\"CHAT\"]}",
        "{\"scopes\": [\"pstn\"]}",
        "{\"scopes\": [\"chat\"], \"scopes\": []}",
        "{\"scopes\": [\"chat\"], \"expiresInMinutes\": 60}",
        "{\"scope\": [\"chat\"]}",
        "{\"scopes\": [\"chat\"]} {}"
      })
  void anInvalidBodyChangesNothing(String body) {
    admin.put(access, "{\"scopes\": [\"chat\"]}").expect(200);

    admin.put(access, body).expectProblem(400, "invalid_request");

    assertEquals(List.of("chat"), admin.get(access).expect(200).json().get("scopes"));
  }

  @Test
  void rejectsPstnWithAnExplanation() {
    var response =
        admin.put(access, "{\"scopes\": [\"pstn\"]}").expectProblem(400, "invalid_request");

    assertTrue(
        response.text("detail").contains("was never a supported scope"), response.text("detail"));
  }

  @Test
  void aMissingOrRejectedBodySetsNoPolicy() {
    admin.put(access).expectProblem(400, "invalid_request");
    admin
        .header("content-type", "application/json")
        .sendChunked("PUT", access, BLOCKED)
        .expectProblem(411, "length_required");
    admin
        .header("content-type", "text/plain")
        .send("PUT", access, BLOCKED)
        .expectProblem(415, "unsupported_media_type");
    admin.put(access, " ".repeat(8 * 1024 + 1)).expectProblem(413, "payload_too_large");
    admin.put("/users/%7F/access", BLOCKED).expectProblem(400, "invalid_request");

    assertEquals(true, admin.get(access).expect(200).json().get("isDefault"));
  }

  @Test
  void ifMatchPreventsLostUpdates() {
    String firstEtag = admin.get(access).expect(200).header("etag");
    String secondEtag = admin.put(access, "{\"scopes\": [\"chat\"]}").expect(200).header("etag");
    assertNotEquals(firstEtag, secondEtag);

    var withStaleEtag = admin.header("if-match", firstEtag);
    withStaleEtag.put(access, BLOCKED).expectProblem(412, "precondition_failed");
    withStaleEtag.delete(access).expectProblem(412, "precondition_failed");
    withStaleEtag.get(access).expectProblem(412, "precondition_failed");
    assertEquals(List.of("chat"), admin.get(access).expect(200).json().get("scopes"));

    var set = admin.header("if-match", firstEtag + " , " + secondEtag).put(access, BLOCKED);
    assertEquals(List.of(), set.expect(200).json().get("scopes"));
    assertEquals(
        firstEtag, admin.header("if-match", "*").delete(access).expect(200).header("etag"));
  }

  @Test
  void theTagInTheBodyIsThatOfTheHeader() {
    for (var response :
        List.of(
            admin.get(access),
            admin.put(access, "{\"scopes\": [\"chat.join\", \"voip\"]}"),
            admin.put(access, BLOCKED),
            admin.delete(access))) {
      assertEquals(response.expect(200).header("etag"), response.text("etag"));
    }
  }

  // As nginx does with gzip, Cloudflare with Brotli, and other proxies that compress.
  @Test
  void aTagThatAProxyMadeWeakStillMatches() {
    String etag = admin.get(access).expect(200).header("etag");

    admin.header("if-none-match", "W/" + etag).get(access).expect(304);
    var set = admin.header("if-match", "W/" + etag).put(access, BLOCKED).expect(200);
    admin.header("if-match", "W/" + etag).delete(access).expectProblem(412, "precondition_failed");
    admin.header("if-match", "W/" + set.header("etag")).delete(access).expect(200);
  }

  // As Apache does by default, and Caddy and Jetty.
  @Test
  void aTagToWhichAProxyAddedAnEncodingStillMatches() {
    String etag = admin.get(access).expect(200).header("etag");
    String compressed = etag.replaceFirst("\"$", "-gzip\"");

    admin.header("if-none-match", compressed).get(access).expect(304);
    admin.header("if-match", compressed).put(access, BLOCKED).expect(200);
    admin.header("if-match", compressed).delete(access).expectProblem(412, "precondition_failed");
  }

  @Test
  void aReadOfAnUnchangedPolicyHasNoBody() {
    var read = admin.get(access).expect(200);

    var again = admin.header("if-none-match", "\"other\", " + read.header("etag")).get(access);

    assertEquals("", again.expect(304).http().body());
    assertEquals(read.header("etag"), again.header("etag"));
    admin.header("if-none-match", "*").get(access).expect(304);
    admin.put(access, BLOCKED).expect(200);
    assertEquals(
        List.of(),
        admin
            .header("if-none-match", read.header("etag"))
            .get(access)
            .expect(200)
            .json()
            .get("scopes"));
  }

  // "*" asks for a change only if there is no policy, but every user has one.
  @Test
  void ifNoneMatchPreventsAChange() {
    String etag = admin.put(access, "{\"scopes\": [\"chat\"]}").expect(200).header("etag");

    for (String tags : List.of("*", etag, "W/" + etag, "\"other\"," + etag)) {
      var unlessCurrent = admin.header("if-none-match", tags);
      var refused = unlessCurrent.put(access, BLOCKED).expectProblem(412, "precondition_failed");
      unlessCurrent.delete(access).expectProblem(412, "precondition_failed");
      unlessCurrent
          .put(access, "{\"scopes\": [\"chat\"]}")
          .expectProblem(412, "precondition_failed");
      assertEquals("The current access policy matches If-None-Match.", refused.text("detail"));
    }

    assertEquals(etag, admin.get(access).expect(200).header("etag"));
    admin.header("if-none-match", "\"other\"").put(access, BLOCKED).expect(200);
    admin.header("if-none-match", etag).delete(access).expect(200);
  }

  @Test
  void ifMatchIsEvaluatedBeforeIfNoneMatch() {
    String etag = admin.get(access).expect(200).header("etag");

    var neither = admin.header("if-match", "\"other\"").header("if-none-match", etag);
    var both = admin.header("if-match", etag).header("if-none-match", etag);

    neither.get(access).expectProblem(412, "precondition_failed");
    both.get(access).expect(304);
    both.put(access, BLOCKED).expectProblem(412, "precondition_failed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"if-match", "if-none-match"})
  void aMalformedPreconditionIsRefused(String header) {
    for (String tags : List.of("chat", "own+chat", "\"own", "*, \"own+chat\"", "w/\"own+chat\"")) {
      var malformed = admin.header(header, tags);
      malformed.get(access).expectProblem(400, "invalid_request");
      malformed.put(access, BLOCKED).expectProblem(400, "invalid_request");
      var refused = malformed.delete(access).expectProblem(400, "invalid_request");
      assertTrue(refused.text("detail").toLowerCase(Locale.ROOT).contains(header + " must be"));
    }
    assertEquals(true, admin.get(access).expect(200).json().get("isDefault"));
  }

  @Test
  void conditionsOnDatesAreIgnored() {
    String longAgo = "Sat, 29 Oct 1994 19:43:31 GMT";

    admin.header("if-modified-since", "Fri, 01 Jan 2100 00:00:00 GMT").get(access).expect(200);
    admin.header("if-unmodified-since", longAgo).put(access, BLOCKED).expect(200);
    admin.header("if-unmodified-since", "never").delete(access).expect(200);
  }

  @Test
  void theNextRequestCompletesAnInterruptedRevocation() {
    var before = client.post("/users/me/tokens").expect(201);
    endpoint.acs().faults().always(Operation.REVOKE_TOKENS, unavailableForAMinute());

    admin.put(access, "{\"scopes\": [\"chat\"]}").expectProblem(503, "acs_unavailable");

    assertTrue(endpoint.acs().isValid(before.token()));
    client.post("/users/me/tokens").expectProblem(503, "acs_unavailable");
    endpoint.acs().faults().clear();
    client.get("/users/me/identity").expect(200);
    assertFalse(endpoint.acs().isValid(before.token()));
    assertEquals(List.of("chat"), admin.get(access).expect(200).json().get("scopes"));
  }

  @Test
  void throttlingOfTheRevocationIsReported() {
    client.post("/users/me/tokens").expect(201);
    endpoint
        .acs()
        .faults()
        .always(Operation.REVOKE_TOKENS, Fault.throttled(Duration.ofSeconds(17)));

    // On a separate endpoint, because an endpoint makes no further call of this kind for 17
    // seconds.
    var response = admin.at(endpoint.with()).put(access, BLOCKED);

    assertEquals("17", response.expectProblem(429, "acs_throttled").header("retry-after"));
  }

  @Test
  void aRejectedRevocationIsReportedEachTime() {
    client.post("/users/me/tokens").expect(201);
    endpoint.acs().faults().always(Operation.REVOKE_TOKENS, Fault.status(403));

    admin.put(access, BLOCKED).expectProblem(502, "acs_rejected");

    admin.get(access).expectProblem(502, "acs_rejected");
  }

  @Test
  void onlyAdminsFindTheUserOfAnIdentity() {
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

  // The Retry-After exceeds the deadline of every request, so the endpoint does not wait to retry.
  private static Fault unavailableForAMinute() {
    return Fault.status(503).withRetryAfter(Duration.ofMinutes(1));
  }
}
