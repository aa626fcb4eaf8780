package dev.acstoken.functions;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A response of an Azure service, with a body that must never be shown. */
public final class AzureResponse extends HttpResponse {

  private static final String BODY = "hunter2";

  private final int status;

  public AzureResponse(int status) {
    super(new HttpRequest(HttpMethod.POST, "https://contoso.example/hunter2"));
    this.status = status;
  }

  @Override
  public int getStatusCode() {
    return status;
  }

  @Override
  @SuppressWarnings("deprecation")
  public @Nullable String getHeaderValue(String name) {
    return null;
  }

  @Override
  public HttpHeaders getHeaders() {
    return new HttpHeaders();
  }

  @Override
  public Flux<ByteBuffer> getBody() {
    return Flux.just(UTF_8.encode(BODY));
  }

  @Override
  public Mono<byte[]> getBodyAsByteArray() {
    return Mono.just(BODY.getBytes(UTF_8));
  }

  @Override
  public Mono<String> getBodyAsString() {
    return Mono.just(BODY);
  }

  @Override
  public Mono<String> getBodyAsString(Charset charset) {
    return Mono.just(BODY);
  }
}
