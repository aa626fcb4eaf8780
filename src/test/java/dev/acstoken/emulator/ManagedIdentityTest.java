package dev.acstoken.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.devhost.JavaProgram;
import dev.acstoken.emulator.ManagedIdentityEndpoint.TokenRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Verifies that azure-identity gets tokens from the managed identity endpoint, and that the
 * emulator accepts them.
 */
class ManagedIdentityTest {

  private static final ManagedIdentityEndpoint entra = ManagedIdentityEndpoint.start();

  @AfterAll
  static void stop() {
    entra.close();
  }

  @Test
  void servesDefaultAzureCredentialAndManagedIdentityCredential(@TempDir Path directory)
      throws Exception {
    try (AcsEmulator emulator = AcsEmulator.start()) {
      emulator.trust(entra.publicKey());
      Path trustStore = directory.resolve("trust.p12");
      emulator.writeTrustStore(trustStore, "changeit");

      List<String> created = probe(emulator, trustStore, directory.resolve("out.txt"));

      assertEquals(emulator.identities(), Set.copyOf(created));
      assertEquals(2, created.size());
      String resource = "https://communication.azure.com/";
      assertEquals(
          List.of(
              new TokenRequest(resource, "the-client"),
              new TokenRequest(resource, "another-client")),
          entra.requests().stream()
              .filter(request -> request.resource().equals(resource))
              .toList());
    }
  }

  private static List<String> probe(AcsEmulator emulator, Path trustStore, Path output)
      throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                JavaProgram.command(
                    JavaProgram.trusting(trustStore, "changeit"),
                    ManagedIdentityProbe.class,
                    emulator.endpoint().toString()))
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(entra.environment());
    builder.environment().put("AZURE_CLIENT_ID", "the-client");
    Process process = builder.start();
    try {
      assertTrue(process.waitFor(20, TimeUnit.SECONDS), "the probe takes too long");
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(output, StandardCharsets.UTF_8).lines().toList();
  }

  @ParameterizedTest
  @CsvSource({
    "?api-version=2019-08-01&resource=x, right, 200",
    "?api-version=2019-08-01&resource=x, wrong, 401",
    "?api-version=2019-08-01, right, 400",
    "?api-version=2018-02-01&resource=x, right, 400",
    "/more?api-version=2019-08-01&resource=x, right, 404",
  })
  void respondsAsAppServiceDoes(String rest, String secret, int status) throws Exception {
    String right = entra.environment().getOrDefault("IDENTITY_HEADER", "");
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(entra.endpoint() + rest))
            .header("X-IDENTITY-HEADER", secret.equals("right") ? right : secret)
            .build();

    assertEquals(
        status, HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode());
  }
}
