package dev.acstoken.devhost;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Sends requests as docs/guides/app-developers.md tells apps to: where a retry helps, it waits as
 * long as the response says, or twice as long each time, and sends the request again.
 */
final class RetryingClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final int MAX_ATTEMPTS = 6;
  private static final long MAX_PAUSE_SECONDS = 60;

  private final HttpClient http =
      HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build();
  private final Consumer<Duration> pause;
  private final Consumer<String> print;

  /**
   * Creates a client.
   *
   * @param pause waits
   * @param print receives a line for each wait
   */
  RetryingClient(Consumer<Duration> pause, Consumer<String> print) {
    this.pause = pause;
    this.print = print;
  }

  /**
   * Sends a request, several times if necessary.
   *
   * @return the last response, which may still be one that is worth retrying
   * @throws WalkthroughFailedException if the last attempt got no response
   */
  EndpointResponse send(HttpRequest.Builder builder) {
    var request = builder.timeout(TIMEOUT).build();
    for (int attempt = 1; ; attempt++) {
      var response = sendOnce(request);
      if (response.isPresent() && !response.get().isWorthRetrying()) {
        return response.get();
      }
      if (attempt == MAX_ATTEMPTS) {
        return response.orElseThrow(
            () ->
                new WalkthroughFailedException(
                    "%s %s got no response in %d attempts."
                        .formatted(request.method(), request.uri(), MAX_ATTEMPTS)));
      }
      await(request, response, attempt);
    }
  }

  private void await(HttpRequest request, Optional<EndpointResponse> response, int attempt) {
    long demanded = response.map(EndpointResponse::retryAfterSeconds).orElse(0L);
    long seconds = Math.min(demanded > 0 ? demanded : 1L << attempt, MAX_PAUSE_SECONDS);
    print.accept(
        "%s %s got %s, so the next attempt follows in %d s"
            .formatted(
                request.method(),
                request.uri(),
                response.map(EndpointResponse::summary).orElse("no response"),
                seconds));
    pause.accept(Duration.ofSeconds(seconds));
  }

  private Optional<EndpointResponse> sendOnce(HttpRequest request) {
    try {
      return Optional.of(EndpointResponse.of(http.send(request, BodyHandlers.ofByteArray())));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WalkthroughFailedException("The walkthrough was interrupted.");
    }
  }
}
