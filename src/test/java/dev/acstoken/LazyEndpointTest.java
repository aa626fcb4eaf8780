package dev.acstoken;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.settings.SettingsException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LazyEndpointTest {

  private final Map<String, String> environment = new HashMap<>();
  private long now = -5;
  private final LazyEndpoint endpoint =
      new LazyEndpoint(() -> TokenEndpoint.of(environment, HttpClient::newBuilder), () -> now);

  @Test
  void ofWrongSettingsOneFailureInAMinuteIsNews() {
    assertTrue(failure().isNews());
    assertFalse(failure().isNews());
    now += Duration.ofSeconds(59).toNanos();
    assertFalse(failure().isNews());
    now += Duration.ofSeconds(1).toNanos();
    assertTrue(failure().isNews());
    assertFalse(failure().isNews());
  }

  // The warm-up comes before every request.
  @Test
  void whoDoesNotNeedTheEndpointLeavesTheNewsToWhoDoes() {
    assertEquals(Optional.empty(), endpoint.ifConfigured());

    assertTrue(failure().isNews());
  }

  @Test
  void everyFailureNamesTheVariableAndWhatWasExpected() {
    environment.put("TOKEN_LIFETIME_MINUTES", "5");

    String first = String.valueOf(failure().getMessage());
    String second = String.valueOf(failure().getMessage());

    assertTrue(first.contains("TOKEN_LIFETIME_MINUTES must be 60 to 1440."), first);
    assertTrue(first.contains("AUTH_ISSUER is required."), first);
    assertEquals(first, second);
  }

  @Test
  void anEndpointIsMadeOnce() {
    environment.put(
        "COMMUNICATION_SERVICES_CONNECTION_STRING", "endpoint=https://x/;accesskey=a2V5");
    environment.put("TABLE_STORAGE_CONNECTION_STRING", "AccountName=x;AccountKey=a2V5");
    environment.put("AUTH_ISSUER", "https://issuer.example");
    environment.put("AUTH_AUDIENCE", "x");

    assertSame(endpoint.get(), endpoint.get());
  }

  private SettingsException failure() {
    return assertThrows(SettingsException.class, endpoint::get);
  }
}
