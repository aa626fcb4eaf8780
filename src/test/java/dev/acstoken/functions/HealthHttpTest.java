package dev.acstoken.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.acstoken.local.LocalIssuer;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HealthHttpTest {
  private static final Map<String, Object> ALL_UP =
      Map.of("acs", "up", "issuer", "up", "settings", "up", "storage", "up");

  @RegisterExtension static final RunningEndpoint endpoint = new RunningEndpoint();

  @Test
  void anybodyMaySeeThatAllIsWell() {
    var reply = endpoint.anonymous().get("/health").expect(200);

    assertEquals(Map.of("status", "healthy", "checks", ALL_UP), reply.json());
  }

  @Test
  void wrongSettingsAreUnhealthy() {
    assertUnhealthy(endpoint.with("AUTH_ISSUER", ""), Map.of("settings", "down"));
  }

  @Test
  void aStorageThatIsDownIsUnhealthy() {
    var noStorage =
        endpoint.with(
            "TABLE_STORAGE_CONNECTION_STRING",
            "DefaultEndpointsProtocol=http;AccountName=down;AccountKey=a2V5;"
                + "TableEndpoint=http://127.0.0.1:1/down;");

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
