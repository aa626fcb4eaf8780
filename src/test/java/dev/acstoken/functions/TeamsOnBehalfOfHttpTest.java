package dev.acstoken.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.acstoken.devhost.EndpointProcess;
import dev.acstoken.emulator.EntraEmulator;
import dev.acstoken.emulator.EntraError;
import dev.acstoken.emulator.Fault;
import dev.acstoken.emulator.ManagedIdentityEndpoint;
import dev.acstoken.emulator.Operation;
import dev.acstoken.emulator.TokenStatus;
import java.net.URI;
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

/**
 * A token of ACS for a Teams user whose Entra token the endpoint acquires on their behalf: with the
 * real azure-identity, in a process of its own, because it finds a managed identity by environment
 * variables only.
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

  private final String objectId = UUID.randomUUID().toString();

  @BeforeAll
  static void start() throws Exception {
    identity = ManagedIdentityEndpoint.start();
    acs.acs().trust(identity.publicKey());
    entra = EntraEmulator.beside(acs.acs());
    entra.federate(identity);
    acs.acs().writeTrustStore(folder.resolve("trust.p12"), PASSWORD);
    process = start(entra.appId());
  }

  @AfterAll
  static void stop() {
    process.close();
    entra.close();
    identity.close();
  }

  @Test
  void isMadeFromTheBearerTokenAlone() {
    var reply = client().post(ROUTE).expect(200);

    assertEquals(objectId, reply.microsoftTeamsUserId());
    var active = (TokenStatus.Active) acs.acs().status(reply.token());
    assertEquals("8:orgid:" + objectId, active.identity());
    client().post(ROUTE, "{}").expect(200);
  }

  @Test
  void eachCallerGetsTheirOwn() {
    String other = UUID.randomUUID().toString();

    assertEquals(objectId, client().post(ROUTE).expect(200).microsoftTeamsUserId());
    assertEquals(other, as(other).post(ROUTE).expect(200).microsoftTeamsUserId());
    assertEquals(objectId, client().post(ROUTE).expect(200).microsoftTeamsUserId());
  }

  @Test
  void theManagedIdentityTakesThePlaceOfASecretAndIsAskedOnce() {
    client().post(ROUTE).expect(200);
    var asked = assertionsAsked();

    client().post(ROUTE).expect(200);

    assertFalse(asked.isEmpty());
    assertEquals(Set.of("the-client"), Set.copyOf(asked));
    assertEquals(asked, assertionsAsked());
  }

  @Test
  void aTeamsTokenInTheRequestIsRefused() {
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
    "TIME, 403, interaction_required",
    "TENANT, 403, wrong_tenant",
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
  void aRefusalOfEntraHasItsCode(EntraError refusal, int status, String code) {
    entra.refuse(objectId, refusal);

    var reply = client().post(ROUTE).expectProblem(status, code);

    assertFalse(reply.http().body().contains("AADSTS"));
  }

  @Test
  void anEntraThatIsSilentIsNotWaitedForBeyondTheDeadline() {
    entra.stall(objectId);

    client().post(ROUTE).expectProblem(503, "issuer_unavailable");
  }

  @Test
  void aUserWithoutTeamsIsToldWhy() {
    acs.acs().teams().removeLicense(objectId);

    client().post(ROUTE).expectProblem(403, "teams_license_missing");
  }

  @Test
  void anAcsThatIsDownIsUnavailable() {
    acs.acs().faults().always(Operation.EXCHANGE_TEAMS_TOKEN, Fault.status(503));

    client().post(ROUTE).expectProblem(503, "acs_unavailable");
  }

  @Test
  void callersMustBeKnownByATokenForThisApplication() {
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
  void anApplicationThatTrustsAnotherIdentityIsABadGateway() throws Exception {
    try (var stranger = start(UUID.randomUUID().toString())) {
      client(stranger.baseUri(), entra.token(objectId))
          .post(ROUTE)
          .expectProblem(502, "issuer_rejected");
    }
  }

  private static List<String> assertionsAsked() {
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

  private static EndpointProcess start(String appId) throws Exception {
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
    return EndpointProcess.start(settings, folder.resolve("trust.p12"), PASSWORD);
  }
}
