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

  /**
   * What keeps it from answering, such as {@code status 503}; empty if anything but a server error
   * came back.
   *
   * @throws IOException if nothing came back
   */
  public String trouble() throws IOException, InterruptedException {
    int status = http.send(request, BodyHandlers.discarding()).statusCode();
    return status < 500 ? "" : "status " + status;
  }
}
