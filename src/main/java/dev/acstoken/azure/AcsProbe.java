package dev.acstoken.azure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * Whether an ACS resource answers at all. More cannot be told without side effects: ACS Identity
 * has no operation that only reads.
 */
public final class AcsProbe {

  private final HttpClient http;
  private final HttpRequest request;

  public AcsProbe(HttpClient http, URI endpoint, Duration timeout) {
    this.http = http;
    this.request = HttpRequest.newBuilder(endpoint.resolve("/")).timeout(timeout).build();
  }

  /** True if anything but a server error came back. */
  public boolean isAnswering() {
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode() < 500;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
