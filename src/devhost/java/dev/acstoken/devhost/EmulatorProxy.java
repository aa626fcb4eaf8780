package dev.acstoken.devhost;

import dev.acstoken.emulator.server.Response;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Forwards a browser's requests to the ACS emulator's control API, because a browser does not trust
 * the emulator's certificate.
 */
final class EmulatorProxy {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private static final Set<String> FORWARDED =
      Set.of(
          "GET emulator/identities",
          "GET emulator/counters",
          "DELETE emulator/counters",
          "GET emulator/faults",
          "POST emulator/faults",
          "DELETE emulator/faults",
          "GET emulator/token-lifetime",
          "PUT emulator/token-lifetime",
          "DELETE emulator/token-lifetime",
          "POST emulator/introspect");

  private final URI emulator;
  private final HttpClient http;

  /**
   * Creates a proxy for one emulator.
   *
   * @param emulator the emulator's endpoint
   * @param http a client that trusts the emulator's certificate
   */
  EmulatorProxy(URI emulator, HttpClient http) {
    this.emulator = emulator;
    this.http = http;
  }

  /** Returns the emulator's response; empty for a request that is not forwarded. */
  Optional<Response> forward(String method, String path, String body) {
    return FORWARDED.contains(method + " " + path)
        ? Optional.of(send(method, path, body))
        : Optional.empty();
  }

  private Response send(String method, String path, String body) {
    var request =
        HttpRequest.newBuilder(emulator.resolve("/" + path))
            .method(method, BodyPublishers.ofString(body))
            .timeout(TIMEOUT)
            .build();
    try {
      var response = http.send(request, BodyHandlers.ofString());
      var type = response.headers().firstValue("content-type").orElse("application/json");
      return new Response(response.statusCode(), type, response.body());
    } catch (IOException e) {
      return Response.text(502, "The ACS emulator does not respond.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Response.text(503, "The development host is stopping.");
    }
  }
}
