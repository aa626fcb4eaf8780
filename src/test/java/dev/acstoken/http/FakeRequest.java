package dev.acstoken.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.acstoken.devhost.IncomingRequest;
import dev.acstoken.devhost.WorkerRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Creates requests as the Java worker passes them on: with lower-case header names and an optional
 * body.
 */
final class FakeRequest {

  private FakeRequest() {}

  static WorkerRequest withoutBody() {
    return of(Map.of("content-length", "0"), Optional.empty());
  }

  static WorkerRequest json(String body) {
    return of("application/json", body);
  }

  static WorkerRequest of(String contentType, String body) {
    return of(
        Map.of("content-type", contentType, "content-length", "" + body.getBytes(UTF_8).length),
        Optional.of(body));
  }

  static WorkerRequest of(Map<String, String> headers, Optional<String> body) {
    return request("http://localhost/api", headers, body);
  }

  /** Returns a request with the URL as a function sees it. */
  static WorkerRequest at(String url) {
    return request(url, Map.of(), Optional.empty());
  }

  /** Returns a request with the URL and a bearer token. */
  static WorkerRequest at(String url, String bearerToken) {
    return request(url, Map.of("authorization", "Bearer " + bearerToken), Optional.empty());
  }

  private static WorkerRequest request(
      String url, Map<String, String> headers, Optional<String> body) {
    return new WorkerRequest(new IncomingRequest("POST", url, headers, Map.of(), body));
  }

  /** Returns the request with this header added or replaced. */
  static WorkerRequest with(String header, String value, WorkerRequest request) {
    var all = new HashMap<>(request.getHeaders());
    all.put(header, value);
    return of(all, request.getBody());
  }
}
