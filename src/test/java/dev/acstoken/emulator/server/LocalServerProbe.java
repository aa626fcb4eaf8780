package dev.acstoken.emulator.server;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** Asks a server on {@code localhost} for its response, in a JVM of its own. */
final class LocalServerProbe {

  private LocalServerProbe() {}

  public static void main(String[] args) throws Exception {
    try (LocalServer server = LocalServer.http("probe", "localhost", 0, LocalServerTest::serve)) {
      var request =
          HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + "/")).build();
      System.out.println(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body());
    }
  }
}
