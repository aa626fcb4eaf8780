package dev.acstoken.azure;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelinePosition;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * Turns responses that are errors, and not in JSON, into exceptions. The asynchronous client of
 * Table Storage would otherwise neither end nor fail, because it cannot parse them. They come from
 * proxies, and from storage accounts that refuse a key.
 */
final class UnreadableErrors implements HttpPipelinePolicy {

  @Override
  public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
    return next.process()
        .flatMap(
            response ->
                response.getStatusCode() < 400 || isJson(response)
                    ? Mono.just(response)
                    : Mono.error(
                        new HttpResponseException("Status " + response.getStatusCode(), response)));
  }

  private static boolean isJson(HttpResponse response) {
    return Optional.ofNullable(response.getHeaderValue(HttpHeaderName.CONTENT_TYPE))
        .filter(type -> type.startsWith("application/json"))
        .isPresent();
  }

  @Override
  public HttpPipelinePosition getPipelinePosition() {
    return HttpPipelinePosition.PER_CALL;
  }
}
