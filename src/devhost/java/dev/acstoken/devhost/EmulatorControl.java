package dev.acstoken.devhost;

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
 * The ACS emulator's control API for a browser, which does not trust the emulator's certificate.
 */
final class EmulatorControl {
  private static final Duration GRACE_PERIOD = Duration.ofSeconds(5);

  private static final Set<String> FORWARDED =
      Set.of(
          "GET emulator/identities",
          "GET emulator/counters",
          "DELETE emulator/counters",
          "GET emulator/faults",
          "POST emulator/faults",
          "DELETE emulator/faults",
          "POST emulator/introspect");

  private final URI emulator;
  private final HttpClient http;

  /**
   * @param emulator its endpoint
   * @param http trusts it
   */
  EmulatorControl(URI emulator, HttpClient http) {
    this.emulator = emulator;
    this.http = http;
  }

  /** The emulator's reply; nothing for what is not forwarded. */
  Optional<TextReply> forward(String method, String path, String body) {
    return FORWARDED.contains(method + " " + path)
        ? Optional.of(send(method, path, body))
        : Optional.empty();
  }

  private TextReply send(String method, String path, String body) {
    var request =
        HttpRequest.newBuilder(emulator.resolve("/" + path))
            .method(method, BodyPublishers.ofString(body))
            .timeout(GRACE_PERIOD)
            .build();
    try {
      var reply = http.send(request, BodyHandlers.ofString());
      var type = reply.headers().firstValue("content-type").orElse("application/json");
      return new TextReply(reply.statusCode(), type, reply.body());
    } catch (IOException e) {
      return TextReply.of(502, "The ACS emulator does not answer.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return TextReply.of(503, "The development host stops.");
    }
  }
}
