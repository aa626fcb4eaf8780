package dev.acstoken.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.devhost.DevelopmentHost;
import dev.acstoken.devhost.FunctionsHost;
import dev.acstoken.devhost.LocalIssuer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Verifies the status codes and bodies of Health and HealthDetails. */
class HealthHttpTest {
  private static final Map<String, Object> ALL_UP =
      Map.of("acs", "up", "issuer", "up", "mappings", "up", "settings", "up", "storage", "up");

  private static final String NO_STORAGE =
      "DefaultEndpointsProtocol=http;AccountName=down;AccountKey=a2V5;"
          + "TableEndpoint=http://127.0.0.1:1/down;";

  @RegisterExtension static final RunningEndpoint endpoint = new RunningEndpoint();

  @RegisterExtension final LogCapture log = new LogCapture();

  @Test
  void anyoneMayReadThatTheEndpointIsHealthy() {
    var response = endpoint.anonymous().get("/health").expect(200);

    assertEquals(Map.of("status", "healthy", "checks", ALL_UP), response.json());
  }

  /** Azure Front Door probes with HEAD by default, and takes everything but 200 for an outage. */
  @Test
  void aProbeWithHeadGetsTheStatusWithoutABody() {
    var noStorage = endpoint.with("TABLE_STORAGE_CONNECTION_STRING", NO_STORAGE);

    var healthy = endpoint.anonymous().send("HEAD", "/health").expect(200);
    var unhealthy = endpoint.anonymous().at(noStorage).send("HEAD", "/health").expect(503);

    assertEquals("", healthy.http().body());
    assertEquals("", unhealthy.http().body());
    assertEquals("unhealthy", log.event(unhealthy).get("outcome"));
  }

  @Test
  void theContractIsServedToHead() {
    var response = endpoint.anonymous().send("HEAD", "/openapi.yaml").expect(200);

    assertEquals("application/yaml; charset=utf-8", response.header("content-type"));
    assertEquals("", response.http().body());
  }

  @Test
  void otherOperationsAreNotServedToHead() {
    var admin = endpoint.as("admin", "Identity.Admin");

    for (var path : List.of("/health/details", "/users/me/identity", "/users/me/access")) {
      assertEquals(404, admin.send("HEAD", path).http().statusCode(), path);
    }
  }

  @Test
  void wrongSettingsAreMisconfigured() {
    var response =
        endpoint
            .anonymous()
            .at(endpoint.with("TOKEN_LIFETIME_MINUTES", "5"))
            .get("/health")
            .expect(503);

    assertEquals(
        Map.of("status", "misconfigured", "checks", Map.of("settings", "down")),
        response.expectProblem(503, "misconfigured").report());
    assertEquals("5", response.header("retry-after"));
    assertEquals(
        "These checks failed: settings. The operator has to correct the configuration.",
        response.text("detail"));
  }

  @Test
  void aReportThatIsNotHealthyIsAProblemWithTheSameMembers() {
    var noStorage = endpoint.with("TABLE_STORAGE_CONNECTION_STRING", NO_STORAGE);
    var noAcs =
        endpoint.with(
            "COMMUNICATION_SERVICES_CONNECTION_STRING",
            "endpoint=https://127.0.0.1:1/;accesskey=a2V5");
    for (String path : List.of("/health", "/health/details")) {
      var healthy = endpoint.anonymous().at(endpoint.with()).get(path).expect(200);
      for (var base : List.of(noStorage, noAcs)) {
        var problem = endpoint.anonymous().at(base).get(path).expectProblem(503, "unhealthy");

        assertEquals(healthy.json().keySet(), problem.report().keySet());
        assertEquals("unhealthy", problem.report().get("status"));
      }
    }
  }

  @Test
  void aStorageOutageIsUnhealthy() {
    var noStorage = endpoint.with("TABLE_STORAGE_CONNECTION_STRING", NO_STORAGE);

    assertUnhealthy(noStorage, allUpExcept("storage"));
  }

  @Test
  void anAcsOutageIsUnhealthy() {
    var noAcs =
        endpoint.with(
            "COMMUNICATION_SERVICES_CONNECTION_STRING",
            "endpoint=https://127.0.0.1:1/;accesskey=a2V5");

    assertUnhealthy(noAcs, allUpExcept("acs"));
  }

  @Test
  void unavailableIssuerKeysAreUnhealthy() {
    endpoint.issuer().pause(LocalIssuer.Outage.UNAVAILABLE);

    assertUnhealthy(endpoint.with(), allUpExcept("issuer"));
  }

  @Test
  void anIssuerWithAnotherNameThanItsMetadataSaysIsMisconfigured() {
    String published = endpoint.issuer().issuer().toString();
    var misconfigured =
        endpoint.with(
            "AUTH_ISSUER",
            "",
            "AUTH_AUDIENCE",
            "",
            "AUTH_ISSUERS",
            """
            [{"issuer": "https://idp.example", "audiences": ["api://test"],
              "metadataUrl": "%s/.well-known/openid-configuration"}]
            """
                .formatted(published));

    var response = endpoint.anonymous().at(misconfigured).get("/health").expect(503);

    assertEquals(
        Map.of("status", "misconfigured", "checks", allUpExcept("issuer")), response.report());
    String reason = reasonOf(details(misconfigured), "issuer");
    assertTrue(reason.contains("configured as https://idp.example,"), reason);
    assertTrue(reason.contains("names the issuer " + published + "."), reason);
  }

  @Test
  void theOperatorSeesTheReasons() {
    var noStorage = endpoint.with("TABLE_STORAGE_CONNECTION_STRING", NO_STORAGE);

    var response = details(noStorage).expect(503);

    assertEquals("unhealthy", response.report().get("status"));
    assertEquals(allUpExcept("storage"), response.report().get("checks"));
    assertEquals("local", response.report().get("instance"));
    assertEquals("", reasonOf(response, "acs"));
    assertEquals("storage_unavailable", reasonOf(response, "storage"));
  }

  @Test
  void theOperatorSeesTheReasonsWhileNoBearerTokenCanBeVerified() {
    endpoint.issuer().pause(LocalIssuer.Outage.UNAVAILABLE);

    var response = details(endpoint.with()).expect(503);

    String issuer = endpoint.issuer().issuer().toString();
    assertEquals(
        issuer + ": " + issuer + "/.well-known/openid-configuration responded with status 503.",
        reasonOf(response, "issuer"));
  }

  @Test
  void theOperatorSeesEverySettingThatIsWrongAndNoValue() {
    var wrong = endpoint.with("TOKEN_SCOPES", "hunter2", "TOKEN_LIFETIME_MINUTES", "hunter2");

    var response = details(wrong).expect(503);

    assertEquals("misconfigured", response.report().get("status"));
    assertEquals(Map.of("settings", "down"), response.report().get("checks"));
    assertEquals("local", response.report().get("instance"));
    String reason = reasonOf(response, "settings");
    assertTrue(reason.contains("TOKEN_SCOPES "), reason);
    assertTrue(reason.contains("TOKEN_LIFETIME_MINUTES must be"), reason);
    assertFalse(response.http().body().contains("hunter2"), response.http().body());
  }

  @Test
  void theDetailsOfAHealthyEndpointHaveEveryCheck() {
    var response = details(endpoint.with()).expect(200);

    assertEquals("healthy", response.text("status"));
    assertEquals(ALL_UP, response.json().get("checks"));
    ALL_UP.keySet().forEach(check -> assertEquals("", reasonOf(response, check)));
  }

  @Test
  void aBearerTokenChangesNothing() {
    for (var client :
        List.of(
            endpoint.as("admin", "Identity.Admin"),
            endpoint.as("someone"),
            endpoint.withToken("garbage"))) {
      assertEquals(Set.of("status", "checks"), client.get("/health").expect(200).json().keySet());
      assertEquals("local", client.get("/health/details").expect(200).text("instance"));
    }
  }

  @Test
  void everyReportIsAnEvent() {
    var noStorage = endpoint.with("TABLE_STORAGE_CONNECTION_STRING", NO_STORAGE);

    var health = endpoint.anonymous().at(noStorage).get("/health");
    var details = details(noStorage);

    for (var response : List.of(health, details)) {
      assertEquals("unhealthy", log.event(response).get("outcome"));
      assertEquals("storage", log.event(response).get("down"));
      assertEquals(Level.WARNING, log.level(response));
    }
    assertEquals("HealthDetails", log.event(details).get("operation"));
  }

  @Test
  void theOperatorSeesWhenRecoveryLastRanOnTheInstance() {
    var application = endpoint.newApplication();
    try (var host = DevelopmentHost.serve(() -> application)) {
      var before = recoveryNote(host);
      host.runTimer("Recovery");

      assertTrue(before.startsWith("no run since this instance started at 20"), before);
      assertTrue(recoveryNote(host).startsWith("last run at 20"), recoveryNote(host));
    }
  }

  @Test
  void theOperatorSeesThatTheLastRecoveryFailed() {
    var application = endpoint.newApplication("TABLE_STORAGE_CONNECTION_STRING", NO_STORAGE);
    try (var host = DevelopmentHost.serve(() -> application)) {
      assertThrows(IllegalStateException.class, () -> host.runTimer("Recovery"));

      assertTrue(recoveryNote(host).startsWith("last run failed at 20"), recoveryNote(host));
    }
  }

  @Test
  void anUnavailableCredentialIsUnhealthy() {
    var withoutCredential =
        endpoint.with(
            "COMMUNICATION_SERVICES_CONNECTION_STRING",
            "",
            "COMMUNICATION_SERVICES_ENDPOINT",
            endpoint.acs().endpoint().toString());

    assertUnhealthy(withoutCredential, allUpExcept("credential"));
  }

  @Test
  void identitiesOfAnotherAcsResourceAreMisconfigured() {
    var user = endpoint.as("foreign-" + UUID.randomUUID());
    user.put("/users/me/identity").expect(201);
    var misconfigured =
        endpoint.with("COMMUNICATION_SERVICES_RESOURCE_ID", UUID.randomUUID().toString());

    user.at(misconfigured).post("/users/me/tokens").expectProblem(503, "misconfigured");

    var response = endpoint.anonymous().at(misconfigured).get("/health").expect(503);
    assertEquals(
        Map.of("status", "misconfigured", "checks", allUpExcept("mappings")), response.report());
    assertEquals(
        "identities of another ACS resource", reasonOf(details(misconfigured), "mappings"));
    user.post("/users/me/tokens").expect(200);
  }

  @Test
  void detailsCountRowsOfAnotherVersion() {
    String id = "suspended-" + UUID.randomUUID();
    var user = endpoint.as(id);
    user.put("/users/me/identity").expect(201);
    var row = endpoint.table().getEntity(endpoint.partitionOf(id), "identity");
    endpoint.table().updateEntity(row.addProperty("State", "suspended"));
    var host = endpoint.with();

    user.at(host).get("/users/me/identity").expectProblem(503, "storage_unavailable");
    user.at(host).post("/users/me/tokens").expectProblem(503, "storage_unavailable");
    user.at(host).delete("/users/me/identity").expectProblem(503, "storage_unavailable");

    var health = details(host).expect(200).json();
    assertTrue(String.valueOf(health.get("notes")).contains("rows=3 reads"), health::toString);
    assertEquals(
        "suspended",
        endpoint.table().getEntity(endpoint.partitionOf(id), "identity").getProperty("State"));
  }

  private static EndpointResponse details(URI host) {
    return endpoint.anonymous().at(host).get("/health/details");
  }

  private static String recoveryNote(FunctionsHost host) {
    return details(host.baseUri()).report().get("notes") instanceof Map<?, ?> notes
        ? String.valueOf(notes.get("recovery"))
        : "no notes";
  }

  private static String reasonOf(EndpointResponse response, String check) {
    return response.report().get("details") instanceof Map<?, ?> details
            && details.get(check) instanceof Map<?, ?> detail
        ? String.valueOf(detail.get("reason"))
        : "no " + check;
  }

  private static void assertUnhealthy(URI unhealthy, Map<String, Object> checks) {
    var response =
        endpoint.anonymous().at(unhealthy).get("/health").expectProblem(503, "unhealthy");

    assertEquals(Map.of("status", "unhealthy", "checks", checks), response.report());
  }

  private static Map<String, Object> allUpExcept(String name) {
    Map<String, Object> checks = new java.util.HashMap<>(ALL_UP);
    checks.put(name, "down");
    return checks;
  }
}
