package dev.acstoken.emulator;

import static java.util.stream.Collectors.joining;

import com.sun.net.httpserver.HttpExchange;
import dev.acstoken.emulator.server.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Handles a request of the identity API: fault, authentication, quota, operation, response. */
final class AcsHandler {

  private static final Duration FOREVER = Duration.ofDays(365);
  private static final Fault NO_FAULT = Fault.delayed(Duration.ZERO);

  private final IdentityService service;
  private final Authentication authentication;
  private final QuotaWindows quotas;
  private final Faults faults;
  private final Counters counters;
  private final CountDownLatch closing;

  AcsHandler(
      IdentityService service,
      Authentication authentication,
      QuotaWindows quotas,
      Faults faults,
      Counters counters,
      CountDownLatch closing) {
    this.service = service;
    this.authentication = authentication;
    this.quotas = quotas;
    this.faults = faults;
    this.counters = counters;
    this.closing = closing;
  }

  void handle(HttpExchange exchange, Request request) throws IOException {
    long start = System.nanoTime();
    List<Route> routes = Route.of(request.path());
    Optional<Route> found =
        routes.stream().filter(route -> route.method().equals(request.method())).findFirst();
    if (found.isEmpty()) {
      sendAsAcs(unknownRoute(routes), exchange, request, start);
      return;
    }
    Route route = found.get();
    counters.received(route.operation());
    Fault fault = faults.take(route.operation()).orElse(NO_FAULT);
    Optional<Response> response = serveOrReportBug(route, request, fault);
    if (response.isEmpty()) {
      counters.unanswered(route.operation());
      return;
    }
    counters.status(route.operation(), response.get().status());
    if (fault.isForeign()) {
      response.get().send(exchange);
      return;
    }
    sendAsAcs(response.get(), exchange, request, start);
  }

  private static Response unknownRoute(List<Route> routes) {
    return routes.isEmpty()
        ? AcsErrorException.ofStatus(404).response()
        : AcsErrorException.ofStatus(405)
            .response()
            .withHeader("Allow", routes.stream().map(Route::method).collect(joining(", ")));
  }

  private Optional<Response> serveOrReportBug(Route route, Request request, Fault fault) {
    try {
      return serve(route, request, fault);
    } catch (RuntimeException e) {
      return Optional.of(AcsErrorException.emulatorFailed(e).response());
    }
  }

  /** Returns the response, or empty if the connection must close without one. */
  private Optional<Response> serve(Route route, Request request, Fault fault) {
    if (!pause(fault.kind() == Fault.Kind.STALLED ? FOREVER : fault.delay())) {
      return Optional.empty();
    }
    fault.beforeEffect().run();
    Optional<Response> response =
        switch (fault.kind()) {
          case STALLED, DROPPED -> Optional.empty();
          case STATUS ->
              Optional.of(
                  fault.isForeign()
                      ? fault.response()
                      : withVersions(fault.response(), route.operation()));
          case DELAYED -> Optional.of(perform(route, request));
          case MALFORMED_REPLY -> Optional.of(withHalfItsBody(perform(route, request)));
          case LOST_REPLY -> {
            perform(route, request);
            yield Optional.empty();
          }
        };
    fault.beforeResponse().run();
    return fault
        .retryAfter()
        .map(wait -> response.map(sent -> sent.withHeader("Retry-After", seconds(wait))))
        .orElse(response);
  }

  private Response perform(Route route, Request request) {
    if (request.tooLong()) {
      return withVersions(AcsErrorException.ofStatus(413).response(), route.operation());
    }
    try {
      authentication.verify(request);
      Optional<Duration> wait = quotas.take(route.operation());
      Response response =
          wait.isPresent()
              ? AcsErrorException.tooManyRequests()
                  .response()
                  .withHeader("Retry-After", seconds(wait.get()))
              : service.perform(route, request);
      return withVersions(response, route.operation());
    } catch (AcsErrorException e) {
      return e.namesVersions() ? withVersions(e.response(), route.operation()) : e.response();
    }
  }

  private static Response withVersions(Response response, Operation operation) {
    return response.withHeader("api-supported-versions", ApiVersion.supported(operation));
  }

  /** Waits for the delay. Returns false if the emulator closes before it is over. */
  private boolean pause(Duration delay) {
    try {
      return delay.isZero() || !closing.await(delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Sends the response with the headers of ACS. Like ACS, it sends an error in chunks. */
  private static void sendAsAcs(
      Response response, HttpExchange exchange, Request request, long start) throws IOException {
    Response sent = withHeadersOfAcs(response, request, start);
    if (sent.status() >= 400) {
      sent.sendInChunks(exchange);
    } else {
      sent.send(exchange);
    }
  }

  /**
   * Adds the headers of ACS and of Azure Front Door, which stands before it. {@code
   * Strict-Transport-Security} is left out: a browser would apply it to every port of localhost.
   */
  private static Response withHeadersOfAcs(Response response, Request request, long start) {
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    Response sent =
        response
            .withHeader("MS-CV", correlationVector())
            .withHeader("x-azure-ref", frontDoorReference())
            .withHeader("X-Cache", "CONFIG_NOCACHE")
            .withHeader("Request-Context", "appId=")
            .withHeader("X-Processing-Time", millis + "ms");
    String clientRequestId = request.header("x-ms-client-request-id");
    return clientRequestId.isEmpty()
        ? sent
        : sent.withHeader("x-ms-client-request-id", clientRequestId);
  }

  /** Cuts the body in half, so that it is not valid JSON. */
  private static Response withHalfItsBody(Response response) {
    return response.withBody(response.body().substring(0, response.body().length() / 2));
  }

  private static String seconds(Duration wait) {
    return Long.toString(wait.plusNanos(999_999_999).toSeconds());
  }

  private static String correlationVector() {
    return random(16) + ".0";
  }

  private static String frontDoorReference() {
    return "0" + random(24);
  }

  private static String random(int bytes) {
    byte[] random = new byte[bytes];
    ThreadLocalRandom.current().nextBytes(random);
    return Base64.getEncoder().withoutPadding().encodeToString(random);
  }
}
