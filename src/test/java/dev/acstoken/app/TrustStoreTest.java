package dev.acstoken.app;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.devhost.EndpointProcess;
import dev.acstoken.emulator.AcsEmulator;
import dev.acstoken.settings.SettingsException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustStoreTest {

  private static final List<String> PROPERTIES =
      List.of("javax.net.ssl.trustStore", "javax.net.ssl.trustStorePassword");
  private static final Map<String, String> SETTINGS =
      Map.of(
          "COMMUNICATION_SERVICES_ENDPOINT", "https://contoso.communication.azure.com",
          "TABLE_STORAGE_ENDPOINT", "https://contoso.table.core.windows.net",
          "AUTH_ISSUER", "https://login.example.com",
          "AUTH_AUDIENCE", "api://endpoint");

  private final Map<String, String> before =
      PROPERTIES.stream()
          .filter(name -> System.getProperty(name) != null)
          .collect(toMap(name -> name, System::getProperty));

  @TempDir private Path folder;

  @AfterEach
  void restoreProperties() {
    PROPERTIES.forEach(System::clearProperty);
    before.forEach(System::setProperty);
  }

  @Test
  void theTrustStoreOfTheJdkIsReadable() {
    assertDoesNotThrow(TrustStore::requireReadable);
  }

  @Test
  void aWrongPasswordIsNamed() throws Exception {
    System.setProperty("javax.net.ssl.trustStore", trustStore().toString());
    System.setProperty("javax.net.ssl.trustStorePassword", "wrong");

    var thrown = assertThrows(SettingsException.class, TrustStore::requireReadable);

    assertEquals(
        "The trust store of this JVM cannot be read: keystore password was incorrect. Check the"
            + " options javax.net.ssl.trustStore, javax.net.ssl.trustStorePassword and"
            + " javax.net.ssl.trustStoreType.",
        thrown.problems());
  }

  @Test
  void aWrongPasswordIsAMisconfigurationAndNoBug() throws Exception {
    try (var endpoint = EndpointProcess.start(SETTINGS, trustStore(), "wrong")) {
      HttpResponse<String> issued = send(endpoint, "/users/me/tokens");
      HttpResponse<String> health = send(endpoint, "/health");

      assertTrue(issued.body().contains("\"code\":\"misconfigured\""), issued.body());
      assertTrue(health.body().contains("\"code\":\"misconfigured\""), health.body());
    }
  }

  private Path trustStore() throws Exception {
    Path file = folder.resolve("trust.p12");
    try (var acs = AcsEmulator.builder().start()) {
      acs.writeTrustStore(file, "right");
    }
    return file;
  }

  private static HttpResponse<String> send(EndpointProcess endpoint, String path) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(endpoint.baseUri() + path));
    return HttpClient.newHttpClient()
        .send(
            path.equals("/health")
                ? request.build()
                : request.POST(HttpRequest.BodyPublishers.noBody()).build(),
            BodyHandlers.ofString());
  }
}
