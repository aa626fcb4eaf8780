package dev.acstoken.devhost;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A signed-in user whose app may call any instance of the endpoint. */
record AppUser(String id, String bearerToken) {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  // Longer than any request may take, so a timeout reveals a bug.
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  AppResponse send(AppCall call, URI endpoint) throws IOException, InterruptedException {
    var request =
        request(endpoint, call.path()).method(call.method(), BodyPublishers.noBody()).build();
    long begin = System.nanoTime();
    var response = HTTP.send(request, BodyHandlers.ofString());
    long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
    return new AppResponse(call, this, response.statusCode(), response.body(), millis);
  }

  /** As an admin, allows another user nothing but chat, and returns the status of the response. */
  int allowChatOnly(AppUser other, URI endpoint) throws IOException, InterruptedException {
    var request =
        request(endpoint, "/users/" + other.id() + "/access")
            .PUT(BodyPublishers.ofString("{\"scopes\": [\"chat\"]}"))
            .header("content-type", "application/json")
            .build();
    return HTTP.send(request, BodyHandlers.discarding()).statusCode();
  }

  private HttpRequest.Builder request(URI endpoint, String path) {
    return HttpRequest.newBuilder(URI.create(endpoint + path))
        .header("authorization", "Bearer " + bearerToken)
        .timeout(TIMEOUT);
  }

  @Override
  public String toString() {
    return id;
  }
}
