package dev.acstoken.devhost;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.azure.functions.internal.spi.middleware.Middleware;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Verifies that the staged jars contain every class that a call needs. The endpoint runs in a JVM
 * with these jars, the development host and the interface that the Java worker provides.
 */
class StagedEndpointIT {

  private static final Path STAGED = Path.of(System.getProperty("stagedPackage", ""));
  private static final Path TEST_CLASSES = Path.of("target", "test-classes");
  private static final List<Path> HOST_PACKAGES =
      List.of(
          Path.of("dev", "acstoken", "devhost"), Path.of("dev", "acstoken", "emulator", "server"));
  private static final String PASSWORD = "staged";

  @TempDir private Path folder;

  @Test
  void servesAWholeIdentityLifecycle() throws Exception {
    try (var emulators = Emulators.startOnFreePorts()) {
      Path trustStore = folder.resolve("trust.p12");
      emulators.acs().writeTrustStore(trustStore, PASSWORD);
      var settings = new HashMap<>(emulators.environment());
      try (var endpoint =
          EndpointProcess.start(
              settings, trustStore, PASSWORD, List.of(), stagedJarsAndTheHost())) {
        URI base = endpoint.baseUri();
        assertEquals(200, status(get(base, "/health")));
        assertEquals(200, status(get(base, "/health/details")));
        assertEquals(200, status(get(base, "/openapi.yaml")));
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

  // Copies only the host's classes, because the host would also scan tests in the functions'
  // package.
  private String stagedJarsAndTheHost() throws Exception {
    for (Path hostPackage : HOST_PACKAGES) {
      Path host = Files.createDirectories(folder.resolve("host").resolve(hostPackage));
      try (Stream<Path> classes = Files.list(TEST_CLASSES.resolve(hostPackage))) {
        for (Path type : classes.filter(Files::isRegularFile).toList()) {
          Files.copy(type, host.resolve(type.getFileName()));
        }
      }
    }
    try (Stream<Path> staged = Files.walk(STAGED)) {
      return Stream.concat(
              staged.filter(file -> file.toString().endsWith(".jar")),
              Stream.of(folder.resolve("host"), workersInterface()))
          .map(Path::toString)
          .collect(joining(File.pathSeparator));
    }
  }

  private static Path workersInterface() throws URISyntaxException {
    return Path.of(Middleware.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
