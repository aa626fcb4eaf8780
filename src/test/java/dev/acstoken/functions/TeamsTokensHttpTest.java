package dev.acstoken.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.acstoken.devhost.LocalIssuer;
import dev.acstoken.devhost.TokenBuilder;
import dev.acstoken.emulator.Fault;
import dev.acstoken.emulator.FaultBody;
import dev.acstoken.emulator.Operation;
import dev.acstoken.emulator.TokenStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies that an app can exchange a Teams user's Entra token for an ACS token. */
class TeamsTokensHttpTest {
  @RegisterExtension static final RunningEndpoint endpoint = new RunningEndpoint();

  private static final String ROUTE = "/users/me/teams-tokens";

  private final String user = "user-" + UUID.randomUUID();
  private final EndpointClient client = endpoint.as(user);

  @Test
  void isExchangedForATokenOfTheSameUserAndExpiry() {
    Instant start = Instant.now().minusSeconds(60);
    var teams = teams().validFrom(start, Duration.ofMinutes(50));
    var identitiesBefore = endpoint.acs().identities();

    var response = exchange(teams).expect(200);

    assertEquals(Set.of("token", "expiresOn", "user", "endpoint"), response.json().keySet());
    var active = (TokenStatus.Active) endpoint.acs().status(response.token());
    assertEquals("8:orgid:" + response.microsoftTeamsUserId(), active.identity());
    assertEquals(endpoint.acs().endpoint().toString(), response.text("endpoint"));
    assertEquals(
        start.plus(Duration.ofMinutes(50)).getEpochSecond(),
        Instant.parse(response.text("expiresOn")).getEpochSecond());
    assertEquals(identitiesBefore, endpoint.acs().identities());
    client.get("/users/me/identity").expectProblem(404, "identity_not_found");
  }

  @Test
  void aTeamsTokenOfAnotherUserIsRejected() {
    var others = endpoint.issuer().teamsTokenBuilder("somebody-else");

    exchange(others).expectProblem(403, "teams_token_mismatch");
    exchange(teams().claim("oid", UUID.randomUUID().toString()))
        .expectProblem(403, "teams_token_mismatch");
  }

  @Test
  void aTeamsTokenOfAnotherApplicationIsRejected() {
    exchange(teams().claim("appid", UUID.randomUUID().toString()))
        .expectProblem(403, "teams_token_mismatch");
  }

  @Test
  void anInvalidTeamsTokenIsABadRequestWithoutAChallenge() {
    for (TokenBuilder builder :
        new TokenBuilder[] {
          teams().expired(),
          teams().notYetValid(),
          teams().audience("https://graph.microsoft.com"),
          teams().scope("Teams.ManageChats"),
          teams().signedByForeignKeyUnderKnownId()
        }) {
      var response = exchange(builder).expectProblem(400, "invalid_teams_token");
      assertEquals("", response.header("www-authenticate"));
    }
    exchange("not-a-token").expectProblem(400, "invalid_teams_token");
    exchange(endpoint.issuer().token(user)).expectProblem(400, "invalid_teams_token");
  }

  @Test
  void aTeamsTokenIsNotABearerToken() {
    endpoint
        .withToken(teams().mint())
        .post(ROUTE, body(teams().mint()))
        .expectProblem(401, "invalid_token");
  }

  @Test
  void aUserWithoutATeamsLicenseIsRejected() {
    endpoint.acs().teams().removeLicense(exchange(teams()).expect(200).microsoftTeamsUserId());

    exchange(teams()).expectProblem(403, "teams_license_missing");
  }

  @Test
  void aUserOfATenantWithoutTeamsIsRejected() {
    String tenant = UUID.randomUUID().toString();
    endpoint.acs().teams().disable(tenant);

    exchange(teams().claim("tid", tenant)).expectProblem(403, "wrong_tenant");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "no body              | ``",
        "an empty object      | {}",
        "null                 | null",
        "malformed JSON       | {\"teamsUserToken\": ",
        "not an object        | [\"a\"]",
        "two documents        | {\"teamsUserToken\": \"a\"} {}",
        "an unknown field     | {\"teamsUserToken\": \"a\", \"userId\": \"b\"}",
        "a user's id only     | {\"userId\": \"b\"}",
        "a duplicate token    | {\"teamsUserToken\": \"a\", \"teamsUserToken\": \"a\"}",
        "a number             | {\"teamsUserToken\": 1}",
        "a null token         | {\"teamsUserToken\": null}",
        "a list               | {\"teamsUserToken\": [\"a\"]}",
        "a blank token        | {\"teamsUserToken\": \" \"}",
        "half a character     | {\"teamsUserToken\": \"\\uD800\"}",
      })
  void rejectsAnInvalidBody(String name, String body) {
    var before = endpoint.acs().counters().of(Operation.EXCHANGE_TEAMS_TOKEN).received();

    client.post(ROUTE, body).expectProblem(400, "invalid_request");

    assertEquals(before, endpoint.acs().counters().of(Operation.EXCHANGE_TEAMS_TOKEN).received());
  }

  @Test
  void theRulesForBodiesOfOtherOperationsApply() {
    client.postChunked(ROUTE, body("a")).expectProblem(411, "length_required");
    client.post(ROUTE, body("a".repeat(8 * 1024))).expectProblem(413, "payload_too_large");
    client.postAs("text/plain", ROUTE, body("a")).expectProblem(415, "unsupported_media_type");
  }

  @Test
  void callersMustBeAuthenticated() {
    endpoint.anonymous().post(ROUTE).expectProblem(401, "unauthenticated");
    endpoint.withToken("garbage").post(ROUTE).expectProblem(401, "invalid_token");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "alice", "0000", "8:orgid:32c0a5db-05ec-78ea-51ab-3f06b329397e"})
  void aCallerWithoutAnObjectIdIsForbidden(String oid) {
    var token =
        endpoint.issuer().tokenBuilder(user).claim("oid", oid.isEmpty() ? null : oid).mint();

    endpoint.withToken(token).post(ROUTE, body(teams().mint())).expectProblem(403, "forbidden");
  }

  @Test
  void notEvenAnAdminActsForOtherUsers() {
    var admin = endpoint.as("admin-" + UUID.randomUUID(), "Identity.Admin");

    admin.post(ROUTE, body(teams().mint())).expectProblem(403, "teams_token_mismatch");
    int byId =
        admin.post("/users/" + user + "/teams-tokens", body(teams().mint())).http().statusCode();
    assertEquals(404, byId);
  }

  @Test
  void isDisabledUnlessConfigured() {
    client
        .at(endpoint.with("TEAMS_APP_ID", ""))
        .post(ROUTE, body(teams().mint()))
        .expectProblem(404, "teams_not_configured");
  }

  @Test
  void countsAsATokenRequest() {
    var once = client.at(endpoint.with("TOKEN_REQUESTS_BURST", "1"));

    once.post(ROUTE, body(teams().mint())).expect(200);
    once.post(ROUTE, body(teams().mint())).expectProblem(429, "rate_limited");
    once.post("/users/me/tokens").expectProblem(429, "rate_limited");
  }

  @Test
  void aRefusedRequestCostsNoTokenRequest() {
    var settings = new String[] {"TOKEN_REQUESTS_BURST", "1", "TOKEN_REQUESTS_PER_MINUTE", "1"};
    var once = client.at(endpoint.with(settings));
    var withoutObjectId =
        endpoint.withToken(endpoint.issuer().tokenBuilder(user).claim("oid", null).mint());
    for (int i = 0; i < 3; i++) {
      once.post(ROUTE).expectProblem(400, "invalid_request");
      once.post(ROUTE, "{\"teamsUserToken\": 1}").expectProblem(400, "invalid_request");
      once.postAs("text/plain", ROUTE, "a").expectProblem(415, "unsupported_media_type");
      withoutObjectId.at(once.base()).post(ROUTE).expectProblem(403, "forbidden");
    }

    once.post(ROUTE, body(teams().mint())).expect(200);
  }

  @Test
  void aBlockedUserIsRefusedBeforeAcsIsCalled() {
    var admin = endpoint.as("admin-" + user, "Identity.Admin");
    exchange(teams()).expect(200);
    admin.put("/users/" + user + "/access", "{\"blocked\": true}").expect(200);
    var before = exchanges();

    var refused = exchange(teams()).expectProblem(403, "scope_not_allowed");

    assertEquals("This user is blocked and cannot get tokens.", refused.text("detail"));
    assertEquals(before, exchanges());
    admin.delete("/users/" + user + "/access").expect(200);
    exchange(teams()).expect(200);
  }

  @Test
  void aUserWithANarrowerPolicyIsNotBlocked() {
    var admin = endpoint.as("admin-" + user, "Identity.Admin");
    admin.put("/users/" + user + "/access", "{\"scopes\": [\"chat\"]}").expect(200);

    exchange(teams()).expect(200);
  }

  @Test
  void noTokenIsExchangedWhileTheAccessPolicyCannotBeRead() {
    var before = exchanges();

    client
        .at(
            endpoint.with(
                "TABLE_STORAGE_CONNECTION_STRING",
                "DefaultEndpointsProtocol=http;AccountName=down;AccountKey=a2V5;"
                    + "TableEndpoint=http://127.0.0.1:1/down;"))
        .post(ROUTE, body(teams().mint()))
        .expectProblem(503, "storage_unavailable");

    assertEquals(before, exchanges());
  }

  @Test
  void acsThrottlingIsReportedImmediately() {
    always(Fault.throttled(Duration.ofSeconds(17)));
    var own = client.at(endpoint.with());

    var response = own.post(ROUTE, body(teams().mint())).expectProblem(429, "acs_throttled");

    assertEquals("17", response.header("retry-after"));
  }

  @Test
  void aCredentialThatAcsRejectsIsABadGateway() {
    always(Fault.status(403));
    exchange(teams()).expectProblem(502, "acs_rejected");
    always(Fault.status(401));
    exchange(teams()).expectProblem(502, "acs_rejected");
    var wrongKey =
        endpoint.with(
            "COMMUNICATION_SERVICES_CONNECTION_STRING",
            "endpoint=" + endpoint.acs().endpoint() + "/;accesskey=d3Jvbmc=");
    client.at(wrongKey).post(ROUTE, body(teams().mint())).expectProblem(502, "acs_rejected");
  }

  @Test
  void anAcsOutageOrStallIsReportedAsUnavailable() {
    for (Fault fault :
        List.of(
            Fault.status(503),
            Fault.status(401, FaultBody.JSON),
            Fault.status(404),
            Fault.status(404, FaultBody.ACS),
            Fault.dropped(),
            Fault.stalled())) {
      always(fault);
      exchange(teams()).expectProblem(503, "acs_unavailable");
    }
  }

  @Test
  void aTransientAcsFaultIsRetried() {
    endpoint
        .acs()
        .faults()
        .next(Operation.EXCHANGE_TEAMS_TOKEN, Fault.malformedReply(), Fault.status(500));

    exchange(teams()).expect(200);
  }

  @Test
  void wrongSettingsAreReportedWithoutTheirNames() {
    var response =
        client
            .at(endpoint.with("TEAMS_ON_BEHALF_OF_APP_ID", LocalIssuer.TEAMS_APP_ID))
            .post(ROUTE, body(teams().mint()))
            .expectProblem(500, "misconfigured");

    assertFalse(response.http().body().contains("TEAMS_"));
  }

  private long exchanges() {
    return endpoint.acs().counters().of(Operation.EXCHANGE_TEAMS_TOKEN).received();
  }

  private void always(Fault fault) {
    endpoint.acs().faults().clear();
    endpoint.acs().faults().always(Operation.EXCHANGE_TEAMS_TOKEN, fault);
  }

  private TokenBuilder teams() {
    return endpoint.issuer().teamsTokenBuilder(user);
  }

  private EndpointResponse exchange(TokenBuilder teams) {
    return exchange(teams.mint());
  }

  private EndpointResponse exchange(String teamsToken) {
    return client.post(ROUTE, body(teamsToken));
  }

  private static String body(String teamsToken) {
    return "{\"teamsUserToken\": \"" + teamsToken + "\"}";
  }
}
