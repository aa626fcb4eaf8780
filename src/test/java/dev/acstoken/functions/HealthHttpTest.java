package dev.acstoken.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Verifies the status codes and bodies of Health, and that only admins see reasons. */
class HealthHttpTest {
  private static final Map<String, Object> ALL_UP =
      Map.of("acs", "up", "issuer", "up", "mappings", "up", "settings", "up", "storage", "up");

  private static final String NO_STORAGE =
      "DefaultEndpointsProtocol=http;AccountName=down;AccountKey=a2V5;"
          + "TableEndpoint=http://127.0.0.1:1/down;";

  @RegisterExtension static final RunningEndpoint endpoint = new RunningEndpoint();

  @Test
  void anyoneMayReadThatTheEndpointIsHealthy() {
    var response = endpoint.anonymous().get("/health").expect(200);

    assertEquals(Map.of("status", "healthy", "checks", ALL_UP), response.json());
  }

  @Test
  void wrongSettingsAreUnhealthy() {
    var response =
        endpoint.anonymous().at(endpoint.with("AUTH_ISSUER", "")).get("/health").expect(503);

    assertEquals(
        Map.of("status", "misconfigured", "checks", Map.of("settings", "down")), response.json());
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
  void anAdminSeesTheReasons() {
    var noStorage = endpoint.with("TABLE_STORAGE_CONNECTION_STRING", NO_STORAGE);

    var response = admin().at(noStorage).get("/health?verbose=true").expect(503);

    assertEquals("local", response.text("instance"));
    assertEquals("", reasonOf(response, "acs"));
    assertEquals("storage_unavailable", reasonOf(response, "storage"));
  }

  @Test
  void anAdminSeesWhenRecoveryLastRanOnTheInstance() {
    var application = endpoint.newApplication();
    try (var host = DevelopmentHost.serve(() -> application)) {
      var before = recoveryNote(host);
      host.runTimer("Recovery");

      assertTrue(before.startsWith("no run since this instance started at 20"), before);
      assertTrue(recoveryNote(host).startsWith("last run at 20"), recoveryNote(host));
    }
  }

  @Test
  void anAdminSeesThatTheLastRecoveryFailed() {
    var application = endpoint.newApplication("TABLE_STORAGE_CONNECTION_STRING", NO_STORAGE);
    try (var host = DevelopmentHost.serve(() -> application)) {
      assertThrows(IllegalStateException.class, () -> host.runTimer("Recovery"));

      assertTrue(recoveryNote(host).startsWith("last run failed at 20"), recoveryNote(host));
    }
  }

  @Test
  void otherCallersSeeNoReasons() {
    for (var client :
        List.of(
            endpoint.anonymous(),
            endpoint.as("someone"),
            endpoint.withToken("garbage"),
            endpoint.withToken(
                endpoint.issuer().tokenBuilder("x").roles("Identity.Admin").expired().mint()))) {
      var response = client.get("/health?verbose=true").expect(200);

      assertEquals(Map.of("status", "healthy", "checks", ALL_UP), response.json());
    }
    assertEquals(Set.of("status", "checks"), admin().get("/health").json().keySet());
  }

  @Test
  void anAdminWhoCannotBeVerifiedSeesNoReasons() {
    endpoint.issuer().pause(LocalIssuer.Outage.UNAVAILABLE);
    var noIssuer = endpoint.with();
    var noSettings = endpoint.with("AUTH_ISSUER", "");

    assertEquals(
        Map.of("status", "unhealthy", "checks", allUpExcept("issuer")),
        admin().at(noIssuer).get("/health?verbose=true").expect(503).json());
    assertEquals(
        Map.of("status", "misconfigured", "checks", Map.of("settings", "down")),
        admin().at(noSettings).get("/health?verbose=true").expect(503).json());
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

  private static EndpointClient admin() {
    return endpoint.as("admin", "Identity.Admin");
  }

  @Test
  void identitiesOfAnotherAcsResourceAreUnhealthy() {
    var user = endpoint.as("foreign-" + UUID.randomUUID());
    user.put("/users/me/identity").expect(201);
    var misconfigured =
        endpoint.with("COMMUNICATION_SERVICES_RESOURCE_ID", UUID.randomUUID().toString());

    user.at(misconfigured).post("/users/me/tokens").expectProblem(503, "misconfigured");

    assertUnhealthy(misconfigured, allUpExcept("mappings"));
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

    var health = admin().at(host).get("/health?verbose=true").expect(200).json();
    assertTrue(String.valueOf(health.get("notes")).contains("rows=3 reads"), health::toString);
    assertEquals(
        "suspended",
        endpoint.table().getEntity(endpoint.partitionOf(id), "identity").getProperty("State"));
  }

  private static String recoveryNote(FunctionsHost host) {
    var response = admin().at(host.baseUri()).get("/health?verbose=true");
    return response.json().get("notes") instanceof Map<?, ?> notes
        ? String.valueOf(notes.get("recovery"))
        : "no notes";
  }

  private static String reasonOf(EndpointResponse response, String check) {
    return response.json().get("details") instanceof Map<?, ?> details
            && details.get(check) instanceof Map<?, ?> detail
        ? String.valueOf(detail.get("reason"))
        : "no " + check;
  }

  private static void assertUnhealthy(URI unhealthy, Map<String, Object> checks) {
    var response = endpoint.anonymous().at(unhealthy).get("/health").expect(503);

    assertEquals(Map.of("status", "unhealthy", "checks", checks), response.json());
  }

  private static Map<String, Object> allUpExcept(String name) {
    Map<String, Object> checks = new java.util.HashMap<>(ALL_UP);
    checks.put(name, "down");
    return checks;
  }
}
