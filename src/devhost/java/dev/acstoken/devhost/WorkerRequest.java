package dev.acstoken.devhost;

import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import com.microsoft.azure.functions.HttpStatusType;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** A request as the Java worker presents it to a function. */
public record WorkerRequest(IncomingRequest request)
    implements HttpRequestMessage<Optional<String>> {

  @Override
  public URI getUri() {
    return URI.create(request.url());
  }

  @Override
  public HttpMethod getHttpMethod() {
    return HttpMethod.value(request.method());
  }

  @Override
  public Map<String, String> getHeaders() {
    return request.headers();
  }

  @Override
  public Map<String, String> getQueryParameters() {
    return request.query();
  }

  @Override
  public Optional<String> getBody() {
    return request.body();
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
