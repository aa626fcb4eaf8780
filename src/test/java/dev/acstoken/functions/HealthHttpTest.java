package dev.acstoken.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.acstoken.devhost.LocalIssuer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HealthHttpTest {
  private static final Map<String, Object> ALL_UP =
      Map.of("acs", "up", "issuer", "up", "settings", "up", "storage", "up");

  private static final String NO_STORAGE =
      "DefaultEndpointsProtocol=http;AccountName=down;AccountKey=a2V5;"
          + "TableEndpoint=http://127.0.0.1:1/down;";

  @RegisterExtension static final RunningEndpoint endpoint = new RunningEndpoint();

  @Test
  void anybodyMaySeeThatAllIsWell() {
    var reply = endpoint.anonymous().get("/health").expect(200);

    assertEquals(Map.of("status", "healthy", "checks", ALL_UP), reply.json());
  }

  @Test
  void wrongSettingsAreUnhealthy() {
    var reply =
        endpoint.anonymous().at(endpoint.with("AUTH_ISSUER", "")).get("/health").expect(503);

    assertEquals(
        Map.of("status", "misconfigured", "checks", Map.of("settings", "down")), reply.json());
  }

  @Test
  void aStorageThatIsDownIsUnhealthy() {
    var noStorage = endpoint.with("TABLE_STORAGE_CONNECTION_STRING", NO_STORAGE);

    assertUnhealthy(noStorage, allUpBut("storage"));
  }

  @Test
  void anAcsThatIsDownIsUnhealthy() {
    var noAcs =
        endpoint.with(
            "COMMUNICATION_SERVICES_CONNECTION_STRING",
            "endpoint=https://127.0.0.1:1/;accesskey=a2V5");

    assertUnhealthy(noAcs, allUpBut("acs"));
  }

  @Test
  void anIssuerWhoseKeysAreNotToBeHadIsUnhealthy() {
    endpoint.issuer().pause(LocalIssuer.Outage.UNAVAILABLE);

    assertUnhealthy(endpoint.with(), allUpBut("issuer"));
  }

  @Test
  void anAdminLearnsWhyNot() {
    var noStorage = endpoint.with("TABLE_STORAGE_CONNECTION_STRING", NO_STORAGE);

    var reply = admin().at(noStorage).get("/health?verbose=true").expect(503);

    assertEquals("local", reply.text("instance"));
    assertEquals("", reasonOf(reply, "acs"));
    assertEquals("storage_unavailable", reasonOf(reply, "storage"));
  }

  @Test
  void nobodyElseLearnsWhyNot() {
    for (var client :
        List.of(
            endpoint.anonymous(),
            endpoint.as("someone"),
            endpoint.withToken("garbage"),
            endpoint.withToken(
                endpoint.issuer().tokenBuilder("x").roles("Identity.Admin").expired().mint()))) {
      var reply = client.get("/health?verbose=true").expect(200);

      assertEquals(Map.of("status", "healthy", "checks", ALL_UP), reply.json());
    }
    assertEquals(Set.of("status", "checks"), admin().get("/health").json().keySet());
  }

  @Test
  void anAdminWhoCannotBeKnownForOneGetsWhatOthersGet() {
    endpoint.issuer().pause(LocalIssuer.Outage.UNAVAILABLE);
    var noIssuer = endpoint.with();
    var noSettings = endpoint.with("AUTH_ISSUER", "");

    assertEquals(
        Map.of("status", "unhealthy", "checks", allUpBut("issuer")),
        admin().at(noIssuer).get("/health?verbose=true").expect(503).json());
    assertEquals(
        Map.of("status", "misconfigured", "checks", Map.of("settings", "down")),
        admin().at(noSettings).get("/health?verbose=true").expect(503).json());
  }

  @Test
  void aCredentialThatIsNotToBeHadIsUnhealthy() {
    var withoutCredential =
        endpoint.with(
            "COMMUNICATION_SERVICES_CONNECTION_STRING",
            "",
            "COMMUNICATION_SERVICES_ENDPOINT",
            endpoint.acs().endpoint().toString());

    assertUnhealthy(withoutCredential, allUpBut("credential"));
  }

  private static EndpointClient admin() {
    return endpoint.as("admin", "Identity.Admin");
  }

  private static String reasonOf(EndpointResponse reply, String check) {
    return reply.json().get("details") instanceof Map<?, ?> details
            && details.get(check) instanceof Map<?, ?> found
        ? String.valueOf(found.get("reason"))
        : "no " + check;
  }

  private static void assertUnhealthy(URI unhealthy, Map<String, Object> checks) {
    var reply = endpoint.anonymous().at(unhealthy).get("/health").expect(503);

    assertEquals(Map.of("status", "unhealthy", "checks", checks), reply.json());
  }

  private static Map<String, Object> allUpBut(String name) {
    Map<String, Object> checks = new java.util.HashMap<>(ALL_UP);
    checks.put(name, "down");
    return checks;
  }
}
