package dev.acstoken.azure.resilience;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelineSyncPolicy;
import com.azure.core.util.Context;
import dev.acstoken.identity.DependencyCall;
import dev.acstoken.identity.RequestObserver;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is seen of one attempt to call a dependency. The attempt's context carries it to the thread
 * and the pipeline that make the call.
 */
public final class CallTelemetry {

  private static final String KEY = "dev.acstoken.call-record";
  private static final HttpHeaderName TRACEPARENT = HttpHeaderName.fromString("traceparent");

  // What ACS's, Table Storage's and their gateways' logs know a request by, the first that is
  // there.
  private static final List<HttpHeaderName> REQUEST_IDS =
      List.of(
          HttpHeaderName.fromString("MS-CV"),
          HttpHeaderName.fromString("x-ms-request-id"),
          HttpHeaderName.fromString("X-Microsoft-Skype-Chain-ID"));

  private final String traceparent;
  private final long start = System.nanoTime();
  private volatile int status;
  private volatile String requestId = "";

  CallTelemetry(RequestObserver observer) {
    this.traceparent = observer.traceparent();
  }

  Context addTo(Context context) {
    return context.addData(KEY, this);
  }

  // An attempt that was given up may still be answered: what is known now is what counts.
  DependencyCall end(DependencyCall.Dependency dependency, int attempt, boolean failed) {
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    return new DependencyCall(dependency, attempt, took, failed, status, requestId);
  }

  private void send(HttpRequest request) {
    if (!traceparent.isEmpty()) {
      request.setHeader(TRACEPARENT, traceparent);
    }
  }

  private void receive(HttpResponse response) {
    status = response.getStatusCode();
    requestId =
        REQUEST_IDS.stream()
            .map(response::getHeaderValue)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse("");
  }

  /**
   * Writes what a pipeline sends and receives into its call's record, and the trace into the call.
   */
  public static final class Policy extends HttpPipelineSyncPolicy {

    @Override
    protected void beforeSendingRequest(HttpPipelineCallContext context) {
      of(context).ifPresent(it -> it.send(context.getHttpRequest()));
    }

    @Override
    protected HttpResponse afterReceivedResponse(
        HttpPipelineCallContext context, HttpResponse response) {
      of(context).ifPresent(it -> it.receive(response));
      return response;
    }

    private static Optional<CallTelemetry> of(HttpPipelineCallContext context) {
      return context.getData(KEY).map(CallTelemetry.class::cast);
    }
  }
}
