package dev.acstoken.functions;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.devhost.EndpointProcess;
import dev.acstoken.devhost.LocalIssuer;
import dev.acstoken.emulator.EntraEmulator;
import dev.acstoken.emulator.EntraError;
import dev.acstoken.emulator.Fault;
import dev.acstoken.emulator.ManagedIdentityEndpoint;
import dev.acstoken.emulator.Operation;
import dev.acstoken.emulator.TokenStatus;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Verifies that the endpoint acquires a Teams user's Entra token on their behalf and exchanges it
 * for an ACS token. The endpoint uses the real azure-identity, which finds a managed identity only
 * through environment variables, and therefore runs in its own process.
 */
class TeamsOnBehalfOfHttpTest {
  @RegisterExtension static final RunningEndpoint acs = new RunningEndpoint();

  private static final String ROUTE = "/users/me/teams-tokens";
  private static final String PASSWORD = "changeit";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static ManagedIdentityEndpoint identity;

  @SuppressWarnings("NullAway.Init")
  private static EntraEmulator entra;

  @SuppressWarnings("NullAway.Init")
  private static EndpointProcess process;

  @SuppressWarnings("NullAway.Init")
  private static Path log;

  private final String objectId = UUID.randomUUID().toString();

  @BeforeAll
  static void start() throws Exception {
    identity = ManagedIdentityEndpoint.start();
    acs.acs().trust(identity.publicKey());
    entra = EntraEmulator.beside(acs.acs());
    entra.federate(identity);
    acs.acs().writeTrustStore(folder.resolve("trust.p12"), PASSWORD);
    log = folder.resolve("log");
    process = start(settings(entra.appId()), logTo(log));
  }

  @AfterAll
  static void stop() {
    process.close();
    entra.close();
    identity.close();
  }

  @Test
  void theBearerTokenAloneIsSufficient() {
    var response = client().post(ROUTE).expect(200);

    assertEquals(objectId, response.microsoftTeamsUserId());
    var active = (TokenStatus.Active) acs.acs().status(response.token());
    assertEquals("8:orgid:" + objectId, active.identity());
    client().post(ROUTE, "{}").expect(200);
    client().post(ROUTE, "null").expect(200);
    client().post(ROUTE, "{\"teamsUserToken\": null}").expect(200);
  }

  @Test
  void eachCallerGetsTheirOwnToken() {
    String other = UUID.randomUUID().toString();

    assertEquals(objectId, client().post(ROUTE).expect(200).microsoftTeamsUserId());
    assertEquals(other, as(other).post(ROUTE).expect(200).microsoftTeamsUserId());
    assertEquals(objectId, client().post(ROUTE).expect(200).microsoftTeamsUserId());
  }

  @Test
  void theManagedIdentityReplacesASecretAndIsCalledOnce() {
    client().post(ROUTE).expect(200);
    var firstRequests = assertionRequests();

    client().post(ROUTE).expect(200);

    assertFalse(firstRequests.isEmpty());
    assertEquals(Set.of("the-client"), Set.copyOf(firstRequests));
    assertEquals(firstRequests, assertionRequests());
  }

  @Test
  void aTeamsTokenInTheRequestIsRejected() {
    int before = entra.requests();

    client()
        .post(ROUTE, "{\"teamsUserToken\": \"" + entra.teamsToken(objectId) + "\"}")
        .expectProblem(400, "invalid_request");

    assertEquals(before, entra.requests());
  }

  @ParameterizedTest
  @CsvSource({
    "CONSENT, 403, consent_required",
    "INTERACTION, 403, interaction_required",
    "TIME, 401, invalid_token",
    "ID_TOKEN, 401, invalid_token",
    "TENANT, 403, wrong_tenant",
    "DISABLED, 403, account_disabled",
    "DELETED, 403, account_disabled",
    "UNASSIGNED, 403, user_not_assigned",
    "ADMIN_CONSENT, 403, consent_required",
    "LOOP, 429, rate_limited",
    "AUDIENCE, 502, issuer_rejected",
    "SIGNATURE, 502, issuer_rejected",
    "APPLICATION, 502, issuer_rejected",
    "FEDERATION, 502, issuer_rejected",
    "SCOPE, 502, issuer_rejected",
    "REQUEST, 502, issuer_rejected",
    "RESOURCE, 502, issuer_rejected",
    "THROTTLED, 503, issuer_unavailable",
    "OUTAGE, 503, issuer_unavailable"
  })
  void anEntraErrorHasItsCode(EntraError error, int status, String code) {
    entra.refuse(objectId, error);

    var response = client().post(ROUTE).expectProblem(status, code);

    assertFalse(response.http().body().contains("AADSTS"));
  }

  @Test
  void aClaimsChallengeReachesTheApp() {
    entra.refuse(objectId, EntraError.INTERACTION_WITH_CLAIMS);

    client()
        .post(ROUTE)
        .expectClaims("interaction_required", EntraError.INTERACTION_WITH_CLAIMS.claims());
  }

  @Test
  void aBlockedUsersClaimsChallengeReachesTheApp() {
    entra.refuse(objectId, EntraError.BLOCKED);

    client().post(ROUTE).expectClaims("conditional_access_blocked", EntraError.BLOCKED.claims());
  }

  @Test
  void aRefusedAssertionChallengesTheAppToGetAnotherToken() {
    entra.refuse(objectId, EntraError.TIME);

    assertTrue(client().post(ROUTE).header("www-authenticate").contains("error=\"invalid_token\""));
  }

  @Test
  void theEventHasTheNumberOfTheError() throws Exception {
    entra.refuse(objectId, EntraError.BLOCKED);

    var log = logOf(client().post(ROUTE));

    assertTrue(log.contains("entraError=AADSTS53003"), log);
    assertTrue(log.contains("entraCalls=1 entraFailures=1"), log);
    assertTrue(log.matches("(?s).* entraStatus=400 entraRequestId=[0-9a-f-]{36} .*"), log);
    assertFalse(log.contains(EntraError.BLOCKED.claims()), log);
    assertFalse(log.contains("SEVERE"), log);
  }

  @Test
  void theEventOfASuccessHasTheStatusAndNoError() throws Exception {
    var log = logOf(client().post(ROUTE).expect(200));

    assertTrue(log.contains(" entraStatus=200 "), log);
    assertTrue(log.contains(" entraError= "), log);
  }

  @Test
  void theEventOfARefusedAssertionSaysThatEntraRefusedIt() throws Exception {
    entra.refuse(objectId, EntraError.TIME);

    var log = logOf(client().post(ROUTE));

    assertTrue(log.contains("reason=entra found=AADSTS500133 "), log);
  }

  @Test
  void theLogSaysWhatTheOperatorMustDo() throws Exception {
    entra.refuse(objectId, EntraError.RESOURCE);

    var log = logOf(client().post(ROUTE).expectProblem(502, "issuer_rejected"));

    assertTrue(log.contains("AADSTS500011"), log);
    assertTrue(log.contains("az ad sp create"), log);
    assertFalse(log.contains("Trace ID"), log);
  }

  /** Another issuer's token can have an object id, too: an admin of that issuer chooses it. */
  @Test
  void aUserOfAnotherIssuerIsRefusedBeforeEntraIsCalled() throws Exception {
    try (var other = LocalIssuer.start();
        var several = startWithIssuers(other)) {
      int before = entra.requests();
      var token = other.tokenBuilder("alice").claim("oid", objectId).mint();

      client(several.baseUri(), token).post(ROUTE).expectProblem(403, "wrong_tenant");

      assertEquals(before, entra.requests());
      client(several.baseUri(), entra.token(objectId)).post(ROUTE).expect(200);
    }
  }

  /** The tenant is the same, so Entra ID is asked. It refuses a token for ACS as an assertion. */
  @Test
  void aTokenOfVersion1IsOfTheSameTenant() throws Exception {
    try (var other = LocalIssuer.start();
        var several = startWithIssuers(other)) {
      int before = entra.requests();

      client(several.baseUri(), entra.teamsToken(objectId))
          .post(ROUTE)
          .expectProblem(401, "invalid_token");

      assertEquals(before + 1, entra.requests());
    }
  }

  /** A proxy, or a page of the network, responds in place of Entra ID. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>Sign in to the network</html>",
        "null",
        "{}",
        "{\"error\": \"blocked\"}",
        "{\"token_type\": \"Bearer\", \"expires_in\": 3600, \"access_token\": \"opaque\"}"
      })
  void aSuccessWithoutATokenIsAnOutageOfEntra(String body) {
    long before = acs.acs().counters().of(Operation.EXCHANGE_TEAMS_TOKEN).received();
    entra.respond(objectId, 200, body);

    client().post(ROUTE).expectProblem(503, "issuer_unavailable");

    assertEquals(before, acs.acs().counters().of(Operation.EXCHANGE_TEAMS_TOKEN).received());
  }

  @Test
  void aStalledEntraCallEndsAtTheDeadline() {
    entra.stall(objectId);

    client().post(ROUTE).expectProblem(503, "issuer_unavailable");
  }

  @Test
  void aUserWithoutATeamsLicenseIsRejected() {
    acs.acs().teams().removeLicense(objectId);

    client().post(ROUTE).expectProblem(403, "teams_license_missing");
  }

  @Test
  void anAcsOutageIsReportedAsUnavailable() {
    acs.acs().faults().always(Operation.EXCHANGE_TEAMS_TOKEN, Fault.status(503));

    client().post(ROUTE).expectProblem(503, "acs_unavailable");
  }

  @Test
  void callersMustHaveATokenForThisApplication() {
    int before = entra.requests();
    var later = Instant.now().plusSeconds(600);

    new EndpointClient(process.baseUri(), Map.of())
        .post(ROUTE)
        .expectProblem(401, "unauthenticated");
    withToken(entra.teamsToken(objectId)).post(ROUTE).expectProblem(401, "invalid_token");
    withToken(entra.token(objectId, "api://another", later))
        .post(ROUTE)
        .expectProblem(401, "invalid_token");
    withToken(entra.token("no-guid")).post(ROUTE).expectProblem(403, "forbidden");

    assertEquals(before, entra.requests());
  }

  @Test
  void anApplicationThatEntraDoesNotKnowIsABadGateway() throws Exception {
    try (var unknown = start(settings(UUID.randomUUID().toString()), List.of())) {
      client(unknown.baseUri(), entra.token(objectId))
          .post(ROUTE)
          .expectProblem(502, "issuer_rejected");
    }
  }

  private static List<String> assertionRequests() {
    return identity.requests().stream()
        .filter(it -> it.resource().equals("api://AzureADTokenExchange"))
        .map(ManagedIdentityEndpoint.TokenRequest::clientId)
        .toList();
  }

  private EndpointClient client() {
    return as(objectId);
  }

  private static EndpointClient as(String objectId) {
    return withToken(entra.token(objectId));
  }

  private static EndpointClient withToken(String token) {
    return client(process.baseUri(), token);
  }

  private static EndpointClient client(URI base, String token) {
    return new EndpointClient(base, Map.of("authorization", "Bearer " + token));
  }

  private static EndpointProcess startWithIssuers(LocalIssuer other) throws Exception {
    String issuer = entra.issuer().toString();
    var settings = settings(entra.appId());
    settings.putAll(Map.of("AUTH_ISSUER", "", "AUTH_AUDIENCE", ""));
    settings.put(
        "AUTH_ISSUERS",
        """
        [{"issuer": "%s", "audiences": ["%s"]},
         {"issuer": "https://sts.windows.net/%s/", "audiences": ["%s"], "keySetUrl": "%s"},
         {"issuer": "%s", "audiences": ["%s"]}]
        """
            .formatted(
                issuer,
                entra.appId(),
                entra.tenantId(),
                "https://auth.msft.communication.azure.com",
                issuer.replace("/v2.0", "/keys"),
                other.issuer(),
                other.audience()));
    return start(settings, List.of());
  }

  private static EndpointProcess start(Map<String, String> settings, List<String> options)
      throws Exception {
    return EndpointProcess.start(settings, folder.resolve("trust.p12"), PASSWORD, options);
  }

  private static List<String> logTo(Path file) throws IOException {
    Path configuration = folder.resolve("logging.properties");
    Files.writeString(
        configuration,
        """
        handlers=java.util.logging.FileHandler
        java.util.logging.FileHandler.pattern=%s
        java.util.logging.FileHandler.formatter=java.util.logging.SimpleFormatter
        java.util.logging.SimpleFormatter.format=%%4$s %%5$s%%n
        """
            .formatted(file.toString().replace('\\', '/')));
    return List.of("-Djava.util.logging.config.file=" + configuration);
  }

  /** Returns the lines of one request. */
  private static String logOf(EndpointResponse response) throws IOException {
    return Files.readAllLines(log).stream()
        .filter(line -> line.contains("requestId=" + response.header("x-request-id")))
        .collect(joining("\n"));
  }

  private static Map<String, String> settings(String appId) {
    var settings =
        acs.environmentWith(
            "COMMUNICATION_SERVICES_CONNECTION_STRING",
            "",
            "COMMUNICATION_SERVICES_ENDPOINT",
            acs.acs().endpoint().toString(),
            "AZURE_CLIENT_ID",
            "the-client",
            "AUTH_ISSUER",
            entra.issuer().toString(),
            "AUTH_AUDIENCE",
            entra.appId(),
            "TEAMS_APP_ID",
            "",
            "TEAMS_ON_BEHALF_OF_APP_ID",
            appId);
    settings.putAll(identity.environment());
    return settings;
  }
}
