package dev.acstoken.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.acstoken.devhost.LocalIssuer;
import dev.acstoken.devhost.TokenBuilder;
import dev.acstoken.emulator.Fault;
import dev.acstoken.emulator.Operation;
import dev.acstoken.emulator.TokenStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A Teams user's Entra token, which the app sends, for a token of ACS. */
class TeamsTokensHttpTest {
  @RegisterExtension static final RunningEndpoint endpoint = new RunningEndpoint();

  private static final String ROUTE = "/users/me/teams-tokens";

  private final String user = "user-" + UUID.randomUUID();
  private final EndpointClient client = endpoint.as(user);

  @Test
  void isExchangedForATokenOfTheSameUserThatLivesAsLong() {
    Instant start = Instant.now().minusSeconds(60);
    var teams = teams().validFrom(start, Duration.ofMinutes(50));
    var made = endpoint.acs().identities();

    var reply = exchange(teams).expect(200);

    assertEquals(Set.of("token", "expiresOn", "user", "endpoint"), reply.json().keySet());
    var active = (TokenStatus.Active) endpoint.acs().status(reply.token());
    assertEquals("8:orgid:" + reply.microsoftTeamsUserId(), active.identity());
    assertEquals(endpoint.acs().endpoint().toString(), reply.text("endpoint"));
    assertEquals(
        start.plus(Duration.ofMinutes(50)).getEpochSecond(),
        Instant.parse(reply.text("expiresOn")).getEpochSecond());
    assertEquals(made, endpoint.acs().identities());
    client.get("/users/me/identity").expectProblem(404, "identity_not_found");
  }

  @Test
  void theUserIsTheOneOfTheBearerTokenAndNotOfTheTeamsToken() {
    var others = endpoint.issuer().teamsTokenBuilder("somebody-else");

    exchange(others).expectProblem(403, "teams_token_mismatch");
    exchange(teams().claim("oid", UUID.randomUUID().toString()))
        .expectProblem(403, "teams_token_mismatch");
  }

  @Test
  void anotherApplicationsTokenIsRefused() {
    exchange(teams().claim("appid", UUID.randomUUID().toString()))
        .expectProblem(403, "teams_token_mismatch");
  }

  @Test
  void aTokenThatIsNotGoodIsTheRequestsFaultAndNotThatOfTheBearerToken() {
    for (TokenBuilder draft :
        new TokenBuilder[] {
          teams().expired(),
          teams().notYetValid(),
          teams().audience("https://graph.microsoft.com"),
          teams().scope("Teams.ManageChats"),
          teams().signedByForeignKeyUnderKnownId()
        }) {
      var reply = exchange(draft).expectProblem(400, "invalid_teams_token");
      assertEquals("", reply.header("www-authenticate"));
    }
    exchange("not-a-token").expectProblem(400, "invalid_teams_token");
    exchange(endpoint.issuer().token(user)).expectProblem(400, "invalid_teams_token");
  }

  @Test
  void aTeamsTokenIsNoBearerToken() {
    endpoint
        .withToken(teams().mint())
        .post(ROUTE, body(teams().mint()))
        .expectProblem(401, "invalid_token");
  }

  @Test
  void aUserWithoutTeamsIsToldWhy() {
    endpoint.acs().teams().removeLicense(exchange(teams()).expect(200).microsoftTeamsUserId());

    exchange(teams()).expectProblem(403, "teams_license_missing");
  }

  @Test
  void aUserOfATenantWithoutTeamsIsToldWhy() {
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
        "malformed JSON       | {\"teamsUserToken\": ",
        "not an object        | [\"a\"]",
        "two documents        | {\"teamsUserToken\": \"a\"} {}",
        "an unknown field     | {\"teamsUserToken\": \"a\", \"userId\": \"b\"}",
        "a user's id only     | {\"userId\": \"b\"}",
        "the token twice      | {\"teamsUserToken\": \"a\", \"teamsUserToken\": \"a\"}",
        "a number             | {\"teamsUserToken\": 1}",
        "null                 | {\"teamsUserToken\": null}",
        "a list               | {\"teamsUserToken\": [\"a\"]}",
        "a blank token        | {\"teamsUserToken\": \" \"}",
        "half a character     | {\"teamsUserToken\": \"\\uD800\"}",
      })
  void aBadBodyIsAnInvalidRequest(String name, String body) {
    var before = endpoint.acs().counters().of(Operation.EXCHANGE_TEAMS_TOKEN).received();

    client.post(ROUTE, body).expectProblem(400, "invalid_request");

    assertEquals(before, endpoint.acs().counters().of(Operation.EXCHANGE_TEAMS_TOKEN).received());
  }

  @Test
  void aBodyArrivesAsEverywhereElse() {
    client.postChunked(ROUTE, body("a")).expectProblem(411, "length_required");
    client.post(ROUTE, body("a".repeat(8 * 1024))).expectProblem(413, "payload_too_large");
    client.postAs("text/plain", ROUTE, body("a")).expectProblem(415, "unsupported_media_type");
  }

  @Test
  void callersMustBeKnown() {
    endpoint.anonymous().post(ROUTE).expectProblem(401, "unauthenticated");
    endpoint.withToken("garbage").post(ROUTE).expectProblem(401, "invalid_token");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "alice", "0000", "8:orgid:32c0a5db-05ec-78ea-51ab-3f06b329397e"})
  void aCallerWithoutAnObjectIdIsRefused(String oid) {
    var token =
        endpoint.issuer().tokenBuilder(user).claim("oid", oid.isEmpty() ? null : oid).mint();

    endpoint.withToken(token).post(ROUTE, body(teams().mint())).expectProblem(403, "forbidden");
  }

  @Test
  void nobodyActsForOthersNotEvenAnAdmin() {
    var admin = endpoint.as("admin-" + UUID.randomUUID(), "Identity.Admin");

    admin.post(ROUTE, body(teams().mint())).expectProblem(403, "teams_token_mismatch");
    int byId =
        admin.post("/users/" + user + "/teams-tokens", body(teams().mint())).http().statusCode();
    assertEquals(404, byId);
  }

  @Test
  void itIsOffUnlessConfigured() {
    client
        .at(endpoint.with("TEAMS_APP_ID", ""))
        .post(ROUTE, body(teams().mint()))
        .expectProblem(404, "teams_not_configured");
  }

  @Test
  void itCountsAsATokenRequest() {
    var once = client.at(endpoint.with("TOKEN_REQUESTS_BURST", "1"));

    once.post(ROUTE, body(teams().mint())).expect(200);
    once.post(ROUTE, body(teams().mint())).expectProblem(429, "rate_limited");
    once.post("/users/me/tokens").expectProblem(429, "rate_limited");
  }

  @Test
  void acsThrottlingIsPassedOnAtOnce() {
    always(Fault.throttled(Duration.ofSeconds(17)));
    var own = client.at(endpoint.with());

    var reply = own.post(ROUTE, body(teams().mint())).expectProblem(429, "acs_throttled");

    assertEquals("17", reply.header("retry-after"));
  }

  @Test
  void anAcsThatRefusesThisServiceIsABadGateway() {
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
  void anAcsThatIsDownOrSilentIsUnavailable() {
    for (Fault fault : new Fault[] {Fault.status(503), Fault.dropped(), Fault.stalled()}) {
      always(fault);
      exchange(teams()).expectProblem(503, "acs_unavailable");
    }
  }

  @Test
  void aPassingFaultOfAcsIsNotNoticed() {
    endpoint
        .acs()
        .faults()
        .next(Operation.EXCHANGE_TEAMS_TOKEN, Fault.malformedReply(), Fault.status(500));

    exchange(teams()).expect(200);
  }

  @Test
  void wrongSettingsAreMisconfigured() {
    var reply =
        client
            .at(endpoint.with("TEAMS_ON_BEHALF_OF_APP_ID", LocalIssuer.TEAMS_APP_ID))
            .post(ROUTE, body(teams().mint()))
            .expectProblem(500, "misconfigured");

    assertFalse(reply.http().body().contains("TEAMS_"));
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
