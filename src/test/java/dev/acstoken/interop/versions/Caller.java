package dev.acstoken.interop.versions;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A signed-in user who may call either version. */
record Caller(String id, String bearerToken) {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  // Longer than any request may take, so a timeout reveals a bug.
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  Result send(VersionProcess version, String method, String path, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(version.baseUri() + path))
            .method(method, BodyPublishers.ofString(body))
            .header("authorization", "Bearer " + bearerToken)
            .timeout(TIMEOUT);
    if (!body.isEmpty()) {
      request.header("content-type", "application/json");
    }
    var response = HTTP.send(request.build(), BodyHandlers.ofString());
    return new Result(
        response.statusCode(),
        response.headers().firstValue("content-type").orElse(""),
        response.body());
  }

  @Override
  public String toString() {
    return id;
  }
}
