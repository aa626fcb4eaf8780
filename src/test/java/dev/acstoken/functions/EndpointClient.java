package dev.acstoken.functions;

import dev.acstoken.contract.Contract;
import dev.acstoken.contract.Exchange;
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

/** Calls the endpoint as an app does. */
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

  EndpointResponse get(String path) {
    return send("GET", path);
  }

  EndpointResponse put(String path) {
    return send("PUT", path);
  }

  EndpointResponse put(String path, String json) {
    return header("content-type", "application/json").send("PUT", path, json);
  }

  EndpointResponse delete(String path) {
    return send("DELETE", path);
  }

  EndpointResponse post(String path) {
    return send("POST", path);
  }

  EndpointResponse post(String path, String json) {
    return postAs("application/json", path, json);
  }

  EndpointResponse postAs(String mediaType, String path, String body) {
    return header("content-type", mediaType).send("POST", path, body);
  }

  EndpointResponse postChunked(String path, String json) {
    return header("content-type", "application/json").sendChunked("POST", path, json);
  }

  EndpointResponse send(String method, String path) {
    return exchange(method, path, "", BodyPublishers.noBody());
  }

  EndpointResponse send(String method, String path, String body) {
    return exchange(method, path, body, BodyPublishers.ofString(body));
  }

  EndpointResponse sendChunked(String method, String path, String body) {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    return exchange(
        method, path, body, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)));
  }

  // Checks every exchange against the contract, whatever the test is about.
  private EndpointResponse exchange(String method, String path, String body, BodyPublisher sent) {
    var request =
        HttpRequest.newBuilder(URI.create(base + path))
            .method(method, sent)
            .timeout(Duration.ofSeconds(30));
    headers.forEach(request::header);
    try {
      var response = new EndpointResponse(HTTP.send(request.build(), BodyHandlers.ofString()));
      Contract.SERVED.check(
          new Exchange(
              method,
              path,
              headers,
              body,
              sent.contentLength() < 0,
              response.http().statusCode(),
              response.headers(),
              response.http().body()));
      return response;
    } catch (IOException e) {
      throw new AssertionError(method + " " + path + " got no response", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
