package dev.acstoken.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import com.microsoft.azure.functions.HttpStatusType;
import dev.acstoken.devhost.WorkerResponse;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A request as the Java worker hands it over: lower-cased header names, and a body or none. */
record FakeRequest(Map<String, String> headers, Optional<String> body)
    implements HttpRequestMessage<Optional<String>> {

  static FakeRequest withoutBody() {
    return new FakeRequest(Map.of("content-length", "0"), Optional.empty());
  }

  static FakeRequest json(String body) {
    return of("application/json", body);
  }

  static FakeRequest of(String contentType, String body) {
    return new FakeRequest(
        Map.of("content-type", contentType, "content-length", "" + body.getBytes(UTF_8).length),
        Optional.of(body));
  }

  FakeRequest with(String header, String value) {
    var all = new HashMap<>(headers);
    all.put(header, value);
    return new FakeRequest(all, body);
  }

  @Override
  public URI getUri() {
    return URI.create("http://localhost/api");
  }

  @Override
  public HttpMethod getHttpMethod() {
    return HttpMethod.POST;
  }

  @Override
  public Map<String, String> getHeaders() {
    return headers;
  }

  @Override
  public Map<String, String> getQueryParameters() {
    return Map.of();
  }

  @Override
  public Optional<String> getBody() {
    return body;
  }

  @Override
  public HttpResponseMessage.Builder createResponseBuilder(HttpStatus status) {
    return new WorkerResponse(status);
  }

  @Override
  public HttpResponseMessage.Builder createResponseBuilder(HttpStatusType status) {
    return new WorkerResponse(status);
  }
}
