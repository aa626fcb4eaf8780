package dev.acstoken.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Sends requests to the endpoint as one user, and retries where that helps. */
final class EndpointClient {

  private static final int ATTEMPTS = 6;
  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration MAX_PAUSE = Duration.ofSeconds(60);

  /**
   * A request without the caller's bearer token.
   *
   * @param path the path below the endpoint's address, such as {@code /users/me/tokens}
   * @param json the body; empty for none
   */
  record Request(String method, String path, String json) {}

  // It follows no redirects, which would carry the bearer token to another address.
  private final HttpClient http = HttpClient.newHttpClient();
  private final String address;
  private final Session session;

  EndpointClient(URI address, Session session) {
    this.address = address.toString().replaceAll("/+$", "");
    this.session = session;
  }

  /**
   * Sends a request until there is a result.
   *
   * @param read returns the result that a 2xx contains, or nothing if it is no response of the
   *     endpoint
   * @throws RefusedException if a retry does not help
   * @throws UnavailableException if all attempts failed
   * @throws SignedOutException as soon as it is cancelled
   */
  <T> T send(
      Request request, Cancellation cancellation, Function<EndpointResponse, Optional<T>> read)
      throws InterruptedException {
    Optional<String> freshToken = Optional.empty();
    for (int attempt = 1; ; attempt++) {
      String token = freshToken.isPresent() ? freshToken.get() : bearerToken(false, cancellation);
      Duration pause = Duration.ofSeconds(1L << attempt);
      try {
        var response = sendOnce(request, token, cancellation);
        var result = response.isSuccess() ? read.apply(response) : Optional.<T>empty();
        if (result.isPresent()) {
          return result.get();
        }
        if (response.status() == 401 && freshToken.isEmpty() && attempt < ATTEMPTS) {
          freshToken = Optional.of(bearerToken(true, cancellation));
          continue;
        }
        if (!response.isTemporary()) {
          throw new RefusedException(response);
        }
        if (attempt >= ATTEMPTS) {
          throw new UnavailableException(response.status());
        }
        pause = response.retryAfter().orElse(pause);
      } catch (ExecutionException e) {
        if (attempt >= ATTEMPTS) {
          throw new UnavailableException(e.getCause());
        }
      }
      pause = pause.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : pause;
      cancellation.pause(pause.plusMillis(ThreadLocalRandom.current().nextLong(500)));
    }
  }

  private String bearerToken(boolean fresh, Cancellation cancellation) throws InterruptedException {
    cancellation.throwIfCancelled();
    var found = new CompletableFuture<String>();
    Daemon.start(() -> complete(found, fresh));
    try {
      String token =
          cancellation.await(found.orTimeout(SESSION_TIMEOUT.toSeconds(), TimeUnit.SECONDS));
      if (token == null) {
        throw new IllegalStateException("The session returned no bearer token");
      }
      // The exception of the HTTP client would quote the token.
      if (!token.matches("[\\x21-\\x7e]*")) {
        throw new IllegalStateException(
            "The session's bearer token has characters that no header may have");
      }
      return token;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      if (e.getCause() instanceof TimeoutException) {
        throw new UnavailableException(e.getCause());
      }
      throw new IllegalStateException("The session has no bearer token", e.getCause());
    }
  }

  // An Error is the failure of the session, too: every refresh ends.
  private void complete(CompletableFuture<String> found, boolean fresh) {
    try {
      found.complete(session.bearerToken(fresh));
    } catch (Throwable e) {
      found.completeExceptionally(e);
    }
  }

  private EndpointResponse sendOnce(Request request, String token, Cancellation cancellation)
      throws InterruptedException, ExecutionException {
    var builder =
        HttpRequest.newBuilder(URI.create(address + request.path()))
            .header("Authorization", "Bearer " + token)
            .method(request.method(), BodyPublishers.ofString(request.json()));
    if (!request.json().isEmpty()) {
      builder.header("Content-Type", "application/json");
    }
    // The time limit of HttpRequest would not include the body.
    var response =
        http.sendAsync(builder.build(), BodyHandlers.ofString())
            .orTimeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    return EndpointResponse.of(cancellation.await(response));
  }
}
