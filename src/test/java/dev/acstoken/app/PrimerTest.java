package dev.acstoken.app;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.devhost.JavaProgram;
import dev.acstoken.devhost.LocalIssuer;
import dev.acstoken.emulator.AcsEmulator;
import dev.acstoken.emulator.ManagedIdentityEndpoint;
import dev.acstoken.emulator.ManagedIdentityEndpoint.TokenRequest;
import dev.acstoken.emulator.Operation;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PrimerTest {

  private static final String PASSWORD = "primer";

  private final AcsEmulator acs = AcsEmulator.start();
  private final LocalIssuer issuer = LocalIssuer.start();

  @TempDir private Path folder;

  @AfterEach
  void stop() {
    issuer.close();
    acs.close();
  }

  @Test
  void issuesATokenWithStubs() {
    assertDoesNotThrow(Primer::callStubs);
  }

  @Test
  void pingsTheDependenciesWithoutCallingAnyOperation() {
    var report = application().healthChecks().runChecks();

    assertEquals(
        Set.of("acs", "issuer", "mappings", "settings", "storage"), report.checks().keySet());
    assertEquals(1, issuer.jwksFetches());
    for (Operation operation : Operation.values()) {
      assertEquals(0, acs.counters().of(operation).received());
    }
  }

  @Test
  void fetchesTheSigningKeysInTheBackground() throws Exception {
    Primer.start(LazyApplication.of(this::application));

    while (issuer.jwksFetches() == 0) {
      Thread.sleep(10);
    }
    assertEquals(1, issuer.jwksFetches());
  }

  @Test
  void onlyPingsTheDependenciesOnOneCore() {
    var application = LazyApplication.of(this::application);

    List<Runnable> steps = Primer.steps(application, 1);
    steps.forEach(Runnable::run);

    assertEquals(1, steps.size());
    assertEquals(1, issuer.jwksFetches());
    assertEquals(3, Primer.steps(application, 2).size());
  }

  @Test
  void acquiresTokensForTheManagedIdentity() throws Exception {
    try (var entra = ManagedIdentityEndpoint.start()) {
      acs.trust(entra.publicKey());
      Map<String, String> environment = new HashMap<>(entra.environment());
      environment.put("COMMUNICATION_SERVICES_ENDPOINT", acs.endpoint().toString());
      environment.put("TABLE_STORAGE_ENDPOINT", "https://127.0.0.1:1");
      environment.putAll(authentication());

      assertEquals(List.of("[storage]"), ping(environment));

      assertEquals(
          Set.of(
              new TokenRequest("https://communication.azure.com/", ""),
              new TokenRequest("https://storage.azure.com", "")),
          Set.copyOf(entra.requests()));
    }
  }

  @Test
  void aFailureInTheBackgroundIsIgnored() throws Exception {
    var done = new CountDownLatch(1);

    Primer.runInBackground(
        () -> {
          try {
            throw new IllegalStateException();
          } finally {
            done.countDown();
          }
        });

    assertTrue(done.await(10, TimeUnit.SECONDS));
  }

  @Test
  void wrongSettingsDoNotFailTheStart() {
    assertDoesNotThrow(() -> Primer.start(LazyApplication.fromEnvironment()));
  }

  private Application application() {
    Map<String, String> environment = new HashMap<>(authentication());
    environment.put("COMMUNICATION_SERVICES_CONNECTION_STRING", acs.connectionString());
    environment.put(
        "TABLE_STORAGE_CONNECTION_STRING",
        "DefaultEndpointsProtocol=http;AccountName=x;AccountKey=a2V5;TableEndpoint=http://127.0.0.1:1/x;");
    return Application.of(
        environment, () -> HttpClient.newBuilder().sslContext(acs.clientSslContext()));
  }

  private Map<String, String> authentication() {
    return Map.of(
        "AUTH_ISSUER", issuer.issuer().toString(),
        "AUTH_AUDIENCE", issuer.audience());
  }

  private List<String> ping(Map<String, String> environment) throws Exception {
    Path trustStore = folder.resolve("trust.p12");
    acs.writeTrustStore(trustStore, PASSWORD);
    return JavaProgram.run(PrimerProbe.class, environment, trustStore, PASSWORD, folder);
  }
}
