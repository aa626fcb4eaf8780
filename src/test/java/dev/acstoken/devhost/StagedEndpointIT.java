package dev.acstoken.devhost;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Verifies that the staged jars contain every class that a call needs. The endpoint runs in a JVM
 * with these jars, the development host and the interface that the Java worker provides.
 */
class StagedEndpointIT {

  private static final String PASSWORD = "staged";

  @TempDir private Path folder;

  @Test
  void servesTheLifeCyclesOfAnIdentityAndOfAGuest() throws Exception {
    try (var emulators = Emulators.startOnFreePorts()) {
      Path trustStore = folder.resolve("trust.p12");
      emulators.acs().writeTrustStore(trustStore, PASSWORD);
      var settings = new HashMap<>(emulators.environment());
      try (var endpoint =
          EndpointProcess.start(
              settings,
              trustStore,
              PASSWORD,
              List.of(),
              StagedPackage.ofThisVersion().classPath(folder))) {
        URI base = endpoint.baseUri();
        assertEquals(200, status(get(base, "/health")));
        assertEquals(200, status(get(base, "/health/details")));
        assertEquals(200, status(get(base, "/openapi.yaml")));
        assertEquals(401, status(get(base, "/invitations/" + "A".repeat(22))));
        assertEquals(201, status(issueToken(base, longestToken(emulators.issuer()))));
        new Walkthrough(base, emulators.issuer().issuer(), line -> {}).run();
      }
    }
  }

  private static HttpRequest get(URI base, String path) {
    return HttpRequest.newBuilder(URI.create(base + path)).build();
  }

  private static HttpRequest issueToken(URI base, String bearer) {
    return HttpRequest.newBuilder(URI.create(base + "/users/me/tokens"))
        .POST(BodyPublishers.noBody())
        .header("Authorization", "Bearer " + bearer)
        .build();
  }

  private static int status(HttpRequest request) throws IOException, InterruptedException {
    return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
  }

  /** Returns a token of 31 KiB, or of a few characters less. */
  private static String longestToken(LocalIssuer issuer) {
    TokenBuilder token = issuer.tokenBuilder("long");
    int unpadded = token.claim("padding", "").mint().length();
    return token.claim("padding", "x".repeat((31 * 1024 - unpadded) * 3 / 4)).mint();
  }
}
