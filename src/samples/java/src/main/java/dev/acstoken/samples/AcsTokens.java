package dev.acstoken.samples;

import com.azure.communication.common.CommunicationTokenCredential;
import com.azure.communication.common.CommunicationTokenRefreshOptions;
import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** The ACS tokens of a user, from signing in to signing out. */
public final class AcsTokens {

  /** The user who is signed in to the app. The app implements this interface. */
  public interface Session {
    /**
     * Returns the identity provider's access token for the endpoint. If {@code fresh} is true, the
     * token must not come from a cache.
     */
    String bearerToken(boolean fresh);

    /**
     * Called when the endpoint issues no more tokens. After a 403, tell the user. After a 401 or a
     * 404, sign the user out.
     */
    void ended(Refused why);
  }

  /** A response of the endpoint for which a retry does not help. */
  public static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The HTTP status. */
    public final int status;

    Refused(int status) {
      super("The token endpoint responded with " + status);
      this.status = status;
    }
  }

  private static final int ATTEMPTS = 6;

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI endpoint;
  private final Session session;
  private final CommunicationTokenCredential credential;
  private CompletableFuture<String> refreshing = CompletableFuture.completedFuture("");

  /**
   * Gets the first token of the user.
   *
   * @param endpoint the endpoint's URL, such as {@code https://contoso.azurewebsites.net/api}
   */
  public AcsTokens(URI endpoint, Session session) {
    this.endpoint = endpoint;
    this.session = session;
    credential =
        new CommunicationTokenCredential(
            new CommunicationTokenRefreshOptions(this::refresh)
                .setRefreshProactively(true)
                .setInitialToken(token(call("POST", "/users/me/tokens"))));
  }

  /** Returns the credential for ChatClientBuilder.credential and similar methods. */
  public CommunicationTokenCredential credential() {
    return credential;
  }

  /** Revokes every token of the user. This may take up to 15 minutes at ACS. */
  public void signOut() throws IOException {
    try {
      call("DELETE", "/users/me/tokens");
    } finally {
      credential.close();
    }
  }

  // A caller that arrives during a refresh shares its result.
  private String refresh() {
    var mine = new CompletableFuture<String>();
    CompletableFuture<String> current;
    synchronized (this) {
      if (refreshing.isDone()) {
        refreshing = mine;
      }
      current = refreshing;
    }
    if (current == mine) {
      complete(mine);
    }
    return current.join();
  }

  private void complete(CompletableFuture<String> refresh) {
    try {
      refresh.complete(token(call("POST", "/users/me/tokens/refresh")));
    } catch (RuntimeException e) {
      refresh.completeExceptionally(e);
      if (e instanceof Refused why) {
        session.ended(why);
      }
    }
  }

  private String call(String method, String path) {
    try {
      return callWithRetries(method, path);
    } catch (IOException e) {
      throw new UncheckedIOException("The token endpoint is unavailable", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  private String callWithRetries(String method, String path)
      throws IOException, InterruptedException {
    boolean fresh = false;
    for (int attempt = 1; ; attempt++) {
      long pause = 1L << attempt;
      try {
        var response = http.send(request(method, path, fresh), BodyHandlers.ofString());
        int status = response.statusCode();
        if (status < 300) {
          return response.body();
        }
        if (status == 401 && !fresh) {
          fresh = true;
          continue;
        }
        if (status < 500 && !mayPass(response)) {
          throw new Refused(status);
        }
        if (attempt == ATTEMPTS) {
          throw new IOException("The token endpoint responded with " + status);
        }
        pause = retryAfter(response).orElse(pause);
      } catch (IOException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
      Thread.sleep(Math.min(pause, 60) * 1000 + ThreadLocalRandom.current().nextLong(500));
    }
  }

  /** A 404 that is no problem comes from the Functions host, and says nothing about the user. */
  private static boolean mayPass(HttpResponse<String> response) {
    var type = response.headers().firstValue("Content-Type").orElse("");
    return response.statusCode() == 429
        || (response.statusCode() == 404 && !type.startsWith("application/problem+json"));
  }

  /** A gateway may drop the header or send a date. The body of a problem has the same number. */
  private static Optional<Long> retryAfter(HttpResponse<String> response) {
    var inHeader = response.headers().firstValue("Retry-After");
    return Stream.concat(inHeader.stream(), secondsInBody(response.body()))
        .filter(seconds -> seconds.matches("[0-9]{1,9}"))
        .map(Long::valueOf)
        .findFirst();
  }

  private static Stream<String> secondsInBody(String problem) {
    try (JsonReader reader = JsonProviders.createReader(problem)) {
      return Stream.of(String.valueOf(fields(reader).get("retryAfterSeconds")));
    } catch (IOException | RuntimeException e) {
      return Stream.empty(); // The body is no problem.
    }
  }

  private HttpRequest request(String method, String path, boolean fresh) {
    return HttpRequest.newBuilder(URI.create(endpoint + path))
        .header("Authorization", "Bearer " + session.bearerToken(fresh))
        .method(method, BodyPublishers.noBody())
        .timeout(Duration.ofSeconds(15))
        .build();
  }

  private static String token(String json) {
    try (JsonReader reader = JsonProviders.createReader(json)) {
      return String.valueOf(fields(reader).get("token"));
    } catch (IOException e) {
      throw new UncheckedIOException("The response of the token endpoint is not valid", e);
    }
  }

  private static Map<String, Object> fields(JsonReader reader) throws IOException {
    return reader.readMap(JsonReader::readUntyped);
  }
}
