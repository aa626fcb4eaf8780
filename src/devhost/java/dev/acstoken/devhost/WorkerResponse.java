package dev.acstoken.devhost;

import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatusType;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The only kind of response that the Java worker can send. As in the worker, the builder and the
 * message are the same object, and a header keeps only its last value.
 */
public final class WorkerResponse implements HttpResponseMessage, HttpResponseMessage.Builder {
  private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private HttpStatusType status;
  private @Nullable Object body;

  public WorkerResponse(HttpStatusType status) {
    this.status = status;
  }

  @Override
  public Builder status(HttpStatusType newStatus) {
    status = newStatus;
    return this;
  }

  @Override
  public Builder header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  @Override
  public Builder body(@Nullable Object newBody) {
    body = newBody;
    return this;
  }

  @Override
  public HttpResponseMessage build() {
    return this;
  }

  @Override
  public HttpStatusType getStatus() {
    return status;
  }

  @Override
  public @Nullable String getHeader(String name) {
    return headers.get(name);
  }

  @Override
  public @Nullable Object getBody() {
    return body;
  }

  Map<String, String> headers() {
    return headers;
  }
}
