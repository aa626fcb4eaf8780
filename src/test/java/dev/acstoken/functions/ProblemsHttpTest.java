package dev.acstoken.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.app.LazyApplication;
import dev.acstoken.devhost.LocalIssuer;
import dev.acstoken.emulator.Fault;
import dev.acstoken.emulator.Operation;
import dev.acstoken.emulator.TokenStatus;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies the errors that the contract documents, through the HTTP API. */
class ProblemsHttpTest {
  @RegisterExtension static final RunningEndpoint endpoint = new RunningEndpoint();

  @RegisterExtension final LogCapture log = new LogCapture();

  private final String user = "user-" + UUID.randomUUID();
  private final EndpointClient client = endpoint.as(user);

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "malformed JSON        | {\"scopes\": [",
        "not an object         | [\"chat\"]",
        "two documents         | {} {}",
        "an unknown field      | {\"scope\": [\"chat\"]}",
        "a duplicate field     | {\"expiresInMinutes\": 60, \"expiresInMinutes\": 61}",
        "scopes of wrong type  | {\"scopes\": \"chat\"}",
        "an unknown scope      | {\"scopes\": [\"chat\", \"video\"]}",
        "an unsupported scope  | {\"scopes\": [\"pstn\"]}",
        "an empty scope list   | {\"scopes\": []}",
        "expiry of wrong type  | {\"expiresInMinutes\": \"60\"}",
        "a list with null      | {\"scopes\": [null]}",
        "expiry with a half    | {\"expiresInMinutes\": 349.5}",
        "expiry too short      | {\"expiresInMinutes\": 59}",
        "expiry too long       | {\"expiresInMinutes\": 1441}",
      })
  void rejectsAnInvalidBody(String name, String body) {
    client.post("/users/me/tokens", body).expectProblem(400, "invalid_request");
    client.post("/users/me/tokens/refresh", body).expectProblem(400, "invalid_request");
    client.get("/users/me/identity").expectProblem(404, "identity_not_found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{}",
        "{\"scopes\": null}",
        "{\"expiresInMinutes\": null}",
        "{\"expiresInMinutes\": null, \"scopes\": null}",
        "{\"expiresInMinutes\": 60.0, \"scopes\": null}",
        "{\"expiresInMinutes\": 6e1}",
      })
  void acceptsABodyThatNamesNoScopes(String body) {
    var issued = client.post("/users/me/tokens", body).expect(201);
    var refreshed = client.post("/users/me/tokens/refresh", body).expect(200);

    assertEquals(List.of("chat", "voip"), issued.json().get("scopes"));
    assertEquals(List.of("chat", "voip"), refreshed.json().get("scopes"));
  }

  @Test
  void anEmptyListOfScopesIsRefusedWithTheWayToLeaveItOut() {
    var refused =
        client.post("/users/me/tokens", "{\"scopes\": []}").expectProblem(400, "invalid_request");

    assertTrue(refused.text("detail").contains("Leave out \"scopes\""), refused.text("detail"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a%01b", "a%7Fb", "%20"})
  void rejectsAnInvalidUserId(String id) {
    admin().put("/users/" + id + "/identity").expectProblem(400, "invalid_request");
  }

  @Test
  void acceptsUserIdsOfUpTo256Characters() {
    String longest = ("x" + UUID.randomUUID()).repeat(10).substring(0, 256);

    admin().put("/users/" + longest + "/identity").expect(201);
    admin().put("/users/" + longest + "x/identity").expectProblem(400, "invalid_request");
  }

  @Test
  void aRequestWithoutABearerTokenIsChallenged() {
    for (var anonymous :
        new EndpointClient[] {
          endpoint.anonymous(), endpoint.anonymous().header("authorization", "Basic YTpi")
        }) {
      var response = anonymous.post("/users/me/tokens").expectProblem(401, "unauthenticated");
      assertEquals("Bearer realm=\"acs-token-endpoint\"", response.header("www-authenticate"));
    }
  }

  @Test
  void anInvalidTokenIsReportedInTheChallenge() {
    var builder = endpoint.issuer().tokenBuilder(user);
    for (String token :
        new String[] {
          "garbage",
          endpoint.issuer().tokenBuilder(user).expired().mint(),
          endpoint.issuer().tokenBuilder(user).issuer("https://elsewhere.example").mint(),
          endpoint.issuer().tokenBuilder(user).audience("api://another-app").mint(),
          endpoint.issuer().tokenBuilder(user).signedByForeignKeyUnderKnownId().mint(),
          builder.mintUnsigned(),
          builder.mintHmac()
        }) {
      var response =
          endpoint.withToken(token).post("/users/me/tokens").expectProblem(401, "invalid_token");
      assertTrue(response.header("www-authenticate").contains("error=\"invalid_token\""));
    }
  }

  @Test
  void anotherUsersDataIsForbiddenWithoutTheAdminRole() {
    client.get("/users/bob/identity").expectProblem(403, "forbidden");
    client.post("/users/bob/tokens").expectProblem(403, "forbidden");
    client.delete("/users/bob/identity").expectProblem(403, "forbidden");
  }

  @Test
  void aTokenWithoutTheRequiredScopeIsForbidden() {
    var withRequiredScope = endpoint.with("AUTH_REQUIRED_SCOPE", "acs.token");

    var response =
        client.at(withRequiredScope).post("/users/me/tokens").expectProblem(403, "forbidden");

    assertTrue(response.header("www-authenticate").contains("error=\"insufficient_scope\""));
    var token = endpoint.issuer().tokenBuilder(user).scope("openid acs.token").mint();
    endpoint.withToken(token).at(withRequiredScope).post("/users/me/tokens").expect(201);
  }

  @Test
  void aDisallowedScopeIsRejected() {
    var chatOnly = client.at(endpoint.with("TOKEN_SCOPES", "chat"));

    chatOnly
        .post("/users/me/tokens", "{\"scopes\": [\"voip\"]}")
        .expectProblem(403, "scope_not_allowed");
    assertEquals(
        List.of("chat"), chatOnly.post("/users/me/tokens").expect(201).json().get("scopes"));
  }

  @Test
  void everyAllowedScopeIsGranted() {
    var all =
        client.at(endpoint.with("TOKEN_SCOPES", "voip.join,voip,chat,chat.join.limited,chat.join"));

    var issued = all.post("/users/me/tokens").expect(201);

    var scopes = List.of("chat", "chat.join", "chat.join.limited", "voip", "voip.join");
    assertEquals(scopes, issued.json().get("scopes"));
    var active = (TokenStatus.Active) endpoint.acs().status(issued.token());
    assertEquals(scopes, active.scopes());
  }

  // The Functions host would pass it on as an empty body, which requests all scopes.
  @Test
  void aChunkedBodyIsRejected() {
    client
        .postChunked("/users/me/tokens", "{\"scopes\": [\"chat\"]}")
        .expectProblem(411, "length_required");
  }

  @Test
  void aBodyOver8KiBIsRejected() {
    var body = "{\"scopes\": [\"chat\"" + " ".repeat(8 * 1024) + "]}";

    client.post("/users/me/tokens", body).expectProblem(413, "payload_too_large");
  }

  @Test
  void aBodyOfAnotherMediaTypeIsRejected() {
    client.header("content-type", "text/plain").post("/users/me/tokens").expect(201);
    endpoint
        .as(user)
        .postAs("application/x-www-form-urlencoded", "/users/me/tokens", "{}")
        .expectProblem(415, "unsupported_media_type");
  }

  @Test
  void acsThrottlingIsReportedImmediatelyWithItsRetryAfter() {
    client.put("/users/me/identity").expect(201);
    endpoint.acs().faults().always(Operation.ISSUE_TOKEN, Fault.throttled(Duration.ofSeconds(17)));
    var before = endpoint.acs().counters().of(Operation.ISSUE_TOKEN).received();

    var ownEndpoint = client.at(endpoint.with());
    var response = ownEndpoint.post("/users/me/tokens").expectProblem(429, "acs_throttled");

    assertEquals("17", response.header("retry-after"));
    assertEquals(before + 1, endpoint.acs().counters().of(Operation.ISSUE_TOKEN).received());
  }

  @Test
  void aFailedCreationIsNeverRetried() {
    endpoint.acs().faults().always(Operation.CREATE_IDENTITY, Fault.status(503));
    var before = endpoint.acs().counters().of(Operation.CREATE_IDENTITY).received();

    client.post("/users/me/tokens").expectProblem(503, "acs_unavailable");
    client.put("/users/me/identity").expectProblem(503, "acs_unavailable");

    assertEquals(before + 2, endpoint.acs().counters().of(Operation.CREATE_IDENTITY).received());
  }

  @Test
  void anAcsOutageIsReportedUntilItEnds() {
    client.put("/users/me/identity").expect(201);
    endpoint.acs().faults().always(Fault.status(503));

    client.post("/users/me/tokens").expectProblem(503, "acs_unavailable");
    client.delete("/users/me/tokens").expectProblem(503, "acs_unavailable");
    client.delete("/users/me/identity").expectProblem(503, "acs_unavailable");

    endpoint.acs().faults().clear();
    client.get("/users/me/identity").expectProblem(404, "identity_not_found");
  }

  @Test
  void aTransientAcsFaultIsRetried() {
    client.put("/users/me/identity").expect(201);
    endpoint.acs().faults().next(Operation.ISSUE_TOKEN, Fault.dropped(), Fault.status(500));

    client.post("/users/me/tokens").expect(200);
  }

  @Test
  void aCredentialThatAcsRejectsIsABadGateway() {
    var wrongKey =
        endpoint.with(
            "COMMUNICATION_SERVICES_CONNECTION_STRING",
            "endpoint=" + endpoint.acs().endpoint() + "/;accesskey=d3Jvbmc=");

    client.at(wrongKey).post("/users/me/tokens").expectProblem(502, "acs_rejected");
  }

  @Test
  void aStorageOutageIsReportedAndCreatesNoIdentity() {
    var before = endpoint.acs().counters().of(Operation.CREATE_IDENTITY).received();
    var storageDown =
        endpoint.with(
            "TABLE_STORAGE_CONNECTION_STRING",
            "DefaultEndpointsProtocol=http;AccountName=down;AccountKey=a2V5;"
                + "TableEndpoint=http://127.0.0.1:1/down;");

    client.at(storageDown).post("/users/me/tokens").expectProblem(503, "storage_unavailable");

    assertEquals(before, endpoint.acs().counters().of(Operation.CREATE_IDENTITY).received());
  }

  @Test
  void anIssuerOutageIsReportedAsUnavailable() {
    endpoint.issuer().pause(LocalIssuer.Outage.UNAVAILABLE);

    client.at(endpoint.with()).post("/users/me/tokens").expectProblem(503, "issuer_unavailable");
  }

  @Test
  void missingSettingsAreReportedWithoutTheirNames() {
    var response =
        client
            .at(endpoint.with("AUTH_ISSUER", "", "AUTH_AUDIENCE", ""))
            .post("/users/me/tokens")
            .expectProblem(500, "misconfigured");

    assertFalse(response.http().body().contains("AUTH_"));
  }

  @Test
  void anInternalErrorRevealsNothing() {
    URI buggy =
        endpoint.serve(
            LazyApplication.of(
                () -> {
                  throw new IllegalStateException("a secret of the implementation");
                }));

    var response = client.at(buggy).post("/users/me/tokens").expectProblem(500, "internal_error");

    assertFalse(response.http().body().contains("secret"));
  }

  static Stream<Error> errors() {
    return Stream.of(
        new StackOverflowError("a secret"),
        new OutOfMemoryError("a secret"),
        new NoClassDefFoundError("a secret"),
        new AssertionError("a secret"));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void anErrorOfTheJvmIsAProblemAndAnEvent(Error error) {
    URI failing =
        endpoint.serve(
            LazyApplication.of(
                () -> {
                  throw error;
                }));

    for (String path : List.of("/users/me/tokens", "/health")) {
      var response = client.at(failing).send(path.equals("/health") ? "GET" : "POST", path);
      response.expectProblem(500, "internal_error");

      assertFalse(response.http().body().contains("secret"));
      assertEquals("internal_error", log.event(response).get("outcome"));
      assertEquals("500", log.event(response).get("status"));
      assertTrue(log.linesOf("internal_error: ").get(0).contains(error.getClass().getSimpleName()));
      assertTrue(log.lines(response).stream().noneMatch(line -> line.contains("secret")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"utf-16", "utf-16, utf-8", "utf-16;q=0.9, utf-8;q=0.8, *;q=0.1"})
  void responsesAreUtf8WhateverTheCallerAccepts(String charsets) {
    var caller = client.header("accept-charset", charsets);

    var identity = caller.put("/users/me/identity").expect(201);
    assertEquals("application/json; charset=utf-8", identity.header("content-type"));
    assertEquals(user, identity.text("userId"));
    var problem = caller.post("/users/me/tokens", "{").expectProblem(400, "invalid_request");
    assertEquals("application/problem+json; charset=utf-8", problem.header("content-type"));
    var contract = caller.get("/openapi.yaml").expect(200);
    assertEquals("application/yaml; charset=utf-8", contract.header("content-type"));
    assertTrue(contract.http().body().startsWith("openapi: 3.1"));
  }

  @Test
  void aWebAppOfAnotherOriginCanReadTheHeadersItNeeds() {
    var unauthenticated = endpoint.anonymous().get("/users/me/identity");
    unauthenticated.expectProblem(401, "unauthenticated");
    assertFalse(unauthenticated.header("www-authenticate").isEmpty());
    assertTrue(unauthenticated.isExposed("www-authenticate"));

    endpoint.issuer().pause(LocalIssuer.Outage.UNAVAILABLE);
    var unavailable = client.at(endpoint.with()).get("/users/me/identity");
    unavailable.expectProblem(503, "issuer_unavailable");
    assertFalse(unavailable.header("retry-after").isEmpty());
    assertTrue(unavailable.isExposed("retry-after"));
  }

  private EndpointClient admin() {
    return endpoint.as("admin-" + UUID.randomUUID(), "Identity.Admin");
  }
}
