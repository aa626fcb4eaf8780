package dev.acstoken.emulator;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** A client with no set-up of its own, which prints the status of one request. */
final class TrustProbe {

  private TrustProbe() {}

  /** Expects the URL in the variable {@code URL}. */
  public static void main(String[] args) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(System.getenv("URL"))).build();
    System.out.println(
        HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode());
  }
}
