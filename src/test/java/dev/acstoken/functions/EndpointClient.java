package dev.acstoken.functions;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Calls an endpoint as an app would. */
record EndpointClient(URI base, Map<String, String> headers) {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  EndpointClient at(URI otherBase) {
    return new EndpointClient(otherBase, headers);
  }

  EndpointClient header(String name, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(name, value);
    return new EndpointClient(base, more);
  }

  EndpointReply get(String path) {
    return send("GET", path, BodyPublishers.noBody());
  }

  EndpointReply put(String path) {
    return send("PUT", path, BodyPublishers.noBody());
  }

  EndpointReply delete(String path) {
    return send("DELETE", path, BodyPublishers.noBody());
  }

  EndpointReply post(String path) {
    return send("POST", path, BodyPublishers.noBody());
  }

  EndpointReply post(String path, String json) {
    return postAs("application/json", path, json);
  }

  EndpointReply postAs(String mediaType, String path, String body) {
    return header("content-type", mediaType).send("POST", path, BodyPublishers.ofString(body));
  }

  EndpointReply postChunked(String path, String json) {
    var bytes = json.getBytes(StandardCharsets.UTF_8);
    return header("content-type", "application/json")
        .send("POST", path, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)));
  }

  private EndpointReply send(String method, String path, BodyPublisher body) {
    var request =
        HttpRequest.newBuilder(URI.create(base + path))
            .method(method, body)
            .timeout(Duration.ofSeconds(30));
    headers.forEach(request::header);
    try {
      return new EndpointReply(HTTP.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new AssertionError(method + " " + path + " got no reply", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
