package dev.acstoken.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.acstoken.azure.CannedServer.CannedResponse;
import dev.acstoken.devhost.JavaProgram;
import dev.acstoken.emulator.AcsEmulator;
import dev.acstoken.emulator.ManagedIdentityEndpoint;
import dev.acstoken.emulator.ManagedIdentityEndpoint.TokenRequest;
import dev.acstoken.emulator.Operation;
import dev.acstoken.emulator.TokenStatus;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.settings.Settings;
import dev.acstoken.settings.SettingsReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Verifies that every supported credential, read from environment variables, gives access to ACS.
 */
class AcsCredentialsTest {

  private static final String RESOURCE = "https://communication.azure.com/";

  private final AcsEmulator emulator = AcsEmulator.start();
  private final ManagedIdentityEndpoint entra = ManagedIdentityEndpoint.start();

  @TempDir Path directory;

  @AfterEach
  void stop() {
    entra.close();
    emulator.close();
  }

  @Test
  void aConnectionStringIsAccepted() {
    var token =
        createdToken(
            Map.of("COMMUNICATION_SERVICES_CONNECTION_STRING", emulator.connectionString()));

    assertIsForEveryScope(token);
  }

  @Test
  void anEndpointWithItsAccessKeyIsAccepted() {
    var token =
        createdToken(
            Map.of(
                "COMMUNICATION_SERVICES_ENDPOINT",
                emulator.endpoint() + "/",
                "COMMUNICATION_SERVICES_ACCESSKEY",
                emulator.accessKey()));

    assertIsForEveryScope(token);
  }

  @Test
  void anotherResourcesKeyIsRejected() {
    var thrown =
        assertThrows(
            ServiceException.class,
            () ->
                createdToken(
                    Map.of(
                        "COMMUNICATION_SERVICES_ENDPOINT",
                        emulator.endpoint().toString(),
                        "COMMUNICATION_SERVICES_ACCESSKEY",
                        "d3Jvbmc=")));

    assertEquals(ErrorCode.ACS_REJECTED, thrown.code());
    assertEquals(1, emulator.counters().of(Operation.CREATE_IDENTITY).status(401));
  }

  @Test
  void theSystemAssignedIdentityIsAccepted() throws Exception {
    emulator.trust(entra.publicKey());

    List<String> printed = probe(entra.environment());

    assertEquals(1, printed.size());
    assertIsForEveryScope(printed.get(0));
    assertEquals(List.of(new TokenRequest(RESOURCE, "")), entra.requests());
  }

  @Test
  void aUserAssignedIdentityIsAccepted() throws Exception {
    emulator.trust(entra.publicKey());
    Map<String, String> environment = new HashMap<>(entra.environment());
    environment.put("AZURE_CLIENT_ID", "the-client");

    List<String> printed = probe(environment);

    assertEquals(1, printed.size());
    assertIsForEveryScope(printed.get(0));
    assertEquals(List.of(new TokenRequest(RESOURCE, "the-client")), entra.requests());
  }

  // infra/app/functions.bicep sets these variables.
  @Test
  void aManagedIdentityIsAcceptedAsTheOnlyCredential() throws Exception {
    emulator.trust(entra.publicKey());
    Map<String, String> environment = new HashMap<>(entra.environment());
    environment.put("AZURE_CLIENT_ID", "the-client");
    environment.put("AZURE_TOKEN_CREDENTIALS", "ManagedIdentityCredential");

    List<String> printed = probe(environment);

    assertEquals(1, printed.size());
    assertIsForEveryScope(printed.get(0));
    assertEquals(List.of(new TokenRequest(RESOURCE, "the-client")), entra.requests());
  }

  @Test
  void anIdentityWithoutARoleOnTheResourceIsRejected() throws Exception {
    assertEquals(List.of("ACS_REJECTED"), probe(entra.environment()));

    assertEquals(List.of(new TokenRequest(RESOURCE, "")), entra.requests());
    assertEquals(1, emulator.counters().of(Operation.CREATE_IDENTITY).status(401));
  }

  @Test
  void aTokenForAnotherAudienceIsRejected() throws Exception {
    emulator.trust(entra.publicKey());
    Instant later = Instant.now().plusSeconds(3600);
    String token = entra.mint("https://management.azure.com/", later);
    var response =
        """
        {"access_token":"%s","expires_on":"%d","resource":"%s","token_type":"Bearer"}"""
            .formatted(token, later.getEpochSecond(), RESOURCE);
    try (var wrong = CannedServer.http(new CannedResponse(200, response))) {
      assertEquals(List.of("ACS_REJECTED"), probe(environmentWithIdentityEndpoint(wrong)));

      assertEquals(1, wrong.requests());
      assertEquals(1, emulator.counters().of(Operation.CREATE_IDENTITY).status(401));
    }
  }

  @Test
  void aFailingIdentityEndpointIsCalledThreeTimes() throws Exception {
    try (var failing = CannedServer.http(new CannedResponse(500, "{}"))) {
      assertEquals(List.of("ACS_REJECTED"), probe(environmentWithIdentityEndpoint(failing)));

      assertEquals(3, failing.requests());
      assertEquals(0, emulator.counters().of(Operation.CREATE_IDENTITY).received());
    }
  }

  // A second call would exceed the request's deadline.
  @Test
  void aSilentIdentityEndpointIsCalledOnce() throws Exception {
    try (var silent = CannedServer.silent()) {
      assertEquals(List.of("ACS_UNAVAILABLE"), probe(environmentWithIdentityEndpoint(silent)));

      assertEquals(1, silent.requests());
      assertEquals(0, emulator.counters().of(Operation.CREATE_IDENTITY).received());
    }
  }

  private Map<String, String> environmentWithIdentityEndpoint(CannedServer server) {
    Map<String, String> environment = new HashMap<>(entra.environment());
    environment.put("IDENTITY_ENDPOINT", server.endpoint() + "/msi/token");
    return environment;
  }

  // The join scopes need a later api-version than the SDK's, however a request is signed.
  private void assertIsForEveryScope(String token) {
    var status = assertInstanceOf(TokenStatus.Active.class, emulator.status(token));
    assertEquals(emulator.identities(), Set.of(status.identity()));
    assertEquals(
        List.of("chat", "chat.join", "chat.join.limited", "voip", "voip.join"), status.scopes());
  }

  private String createdToken(Map<String, String> environment) {
    Settings settings = SettingsReader.read(complete(environment));
    return EmulatedAcs.of(emulator, settings.acs())
        .createWithToken(CredentialProbe.EVERY_SCOPE, RequestContext.within(Duration.ofSeconds(30)))
        .token()
        .value()
        .reveal();
  }

  private static Map<String, String> complete(Map<String, String> acs) {
    Map<String, String> environment = new HashMap<>(acs);
    environment.put("TABLE_STORAGE_ENDPOINT", "https://contoso.table.core.windows.net");
    environment.put("AUTH_ISSUER", "https://issuer.example");
    environment.put("AUTH_AUDIENCE", "api://acs-tokens");
    return environment;
  }

  private List<String> probe(Map<String, String> environment) throws Exception {
    Path trustStore = directory.resolve("trust.p12");
    emulator.writeTrustStore(trustStore, "changeit");
    Map<String, String> all = complete(environment);
    all.put("COMMUNICATION_SERVICES_ENDPOINT", emulator.endpoint().toString());
    return JavaProgram.run(CredentialProbe.class, all, trustStore, "changeit", directory);
  }
}
