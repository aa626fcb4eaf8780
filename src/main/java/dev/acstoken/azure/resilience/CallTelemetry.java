package dev.acstoken.azure.resilience;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.http.policy.HttpPipelineSyncPolicy;
import com.azure.core.util.Context;
import dev.acstoken.identity.DependencyCall;
import dev.acstoken.identity.RequestObserver;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Observes one attempt to call a dependency. The context of the attempt passes it to the thread and
 * to the HTTP pipeline that make the call.
 */
public final class CallTelemetry {

  private static final String KEY = "dev.acstoken.call-telemetry";
  private static final HttpHeaderName TRACEPARENT = HttpHeaderName.fromString("traceparent");

  // The headers that identify a request in the logs of ACS, Table Storage and their gateways. The
  // first one that a response has is used.
  private static final List<HttpHeaderName> REQUEST_IDS =
      List.of(
          // First, because ACS's support needs this one.
          HttpHeaderName.fromString("MS-CV"),
          HttpHeaderName.fromString("x-ms-request-id"),
          HttpHeaderName.fromString("X-Microsoft-Skype-Chain-ID"));

  private final Optional<String> traceparent;
  private final long start = System.nanoTime();
  private volatile OptionalLong took = OptionalLong.empty();
  private volatile OptionalInt status = OptionalInt.empty();
  private volatile Optional<String> requestId = Optional.empty();

  CallTelemetry(RequestObserver observer) {
    this.traceparent = observer.traceparent();
  }

  Context addTo(Context context) {
    return context.addData(KEY, this);
  }

  /** Ends the measurement of the time that the call takes. */
  void stop() {
    took = OptionalLong.of(System.nanoTime() - start);
  }

  // An abandoned attempt may still get a response later. Only the data that is known now counts.
  DependencyCall end(DependencyCall.Dependency dependency, int attempt, boolean failed) {
    Duration duration = Duration.ofNanos(took.orElseGet(() -> System.nanoTime() - start));
    return new DependencyCall(dependency, attempt, duration, failed, status, requestId);
  }

  private void send(HttpRequest request) {
    traceparent.ifPresent(header -> request.setHeader(TRACEPARENT, header));
  }

  private void receive(HttpResponse response) {
    status = OptionalInt.of(response.getStatusCode());
    requestId =
        REQUEST_IDS.stream().map(response::getHeaderValue).filter(Objects::nonNull).findFirst();
  }

  /**
   * Returns a policy that passes the responses of an HTTP pipeline to the telemetry of one call. It
   * is for clients that do not pass the context of a call on to the pipeline.
   *
   * @param call the context of the call
   */
  public static HttpPipelinePolicy receiving(Context call) {
    Optional<CallTelemetry> telemetry = call.getData(KEY).map(CallTelemetry.class::cast);
    return new HttpPipelineSyncPolicy() {
      @Override
      protected HttpResponse afterReceivedResponse(
          HttpPipelineCallContext context, HttpResponse response) {
        telemetry.ifPresent(it -> it.receive(response));
        return response;
      }
    };
  }

  /** Passes the requests and responses of an HTTP pipeline to the telemetry of the call. */
  public static final class Policy extends HttpPipelineSyncPolicy {

    @Override
    protected void beforeSendingRequest(HttpPipelineCallContext context) {
      of(context).ifPresent(telemetry -> telemetry.send(context.getHttpRequest()));
    }

    @Override
    protected HttpResponse afterReceivedResponse(
        HttpPipelineCallContext context, HttpResponse response) {
      of(context).ifPresent(telemetry -> telemetry.receive(response));
      return response;
    }

    private static Optional<CallTelemetry> of(HttpPipelineCallContext context) {
      return context.getData(KEY).map(CallTelemetry.class::cast);
    }
  }
}
