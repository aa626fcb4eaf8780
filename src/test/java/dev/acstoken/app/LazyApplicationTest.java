package dev.acstoken.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LazyApplicationTest {

  private final Map<String, String> environment = new HashMap<>();
  private long now = -5;
  private final LazyApplication application =
      new LazyApplication(
          () -> Application.of(environment, HttpClient::newBuilder), "instance", () -> now);

  @Test
  void wrongSettingsAreLoggedAtMostOnceAMinute() {
    assertTrue(isLogged(failure()));
    assertFalse(isLogged(failure()));
    now += Duration.ofSeconds(59).toNanos();
    assertFalse(isLogged(failure()));
    now += Duration.ofSeconds(1).toNanos();
    assertTrue(isLogged(failure()));
    assertFalse(isLogged(failure()));
  }

  // Priming runs before any request, and calls ifConfigured.
  @Test
  void primingLeavesTheLogMessageToTheFirstRequest() {
    assertEquals(Optional.empty(), application.ifConfigured());

    assertTrue(isLogged(failure()));
  }

  @Test
  void theLogMessageNamesEveryWrongVariableAndItsExpectedValue() {
    environment.put("TOKEN_LIFETIME_MINUTES", "5");

    String message = failure().logMessage().orElseThrow();

    assertTrue(
        message.contains(
            "TOKEN_LIFETIME_MINUTES must be a whole number of minutes from 60 to 1440."),
        message);
    assertTrue(message.contains("Set AUTH_ISSUER and AUTH_AUDIENCE, or AUTH_ISSUERS."), message);
  }

  @Test
  void theErrorDetailDoesNotRevealTheSettings() {
    environment.put("TOKEN_LIFETIME_MINUTES", "5");

    assertEquals(
        "Settings of this service are missing or invalid. Its log names them.", failure().detail());
  }

  @Test
  void theApplicationIsCreatedOnce() {
    environment.put(
        "COMMUNICATION_SERVICES_CONNECTION_STRING", "endpoint=https://x/;accesskey=a2V5");
    environment.put("TABLE_STORAGE_CONNECTION_STRING", "AccountName=x;AccountKey=a2V5");
    environment.put("AUTH_ISSUER", "https://issuer.example");
    environment.put("AUTH_AUDIENCE", "x");

    assertSame(application.get(), application.get());
  }

  private static boolean isLogged(ServiceException failure) {
    return failure.logMessage().isPresent();
  }

  private ServiceException failure() {
    var thrown = assertThrows(ServiceException.class, application::get);
    assertEquals(ErrorCode.MISCONFIGURED, thrown.code());
    return thrown;
  }
}
