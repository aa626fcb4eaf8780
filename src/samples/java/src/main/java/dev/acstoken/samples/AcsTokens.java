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
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

/** The ACS tokens of a user: made by signing in, ended by signing out. */
public final class AcsTokens {

  /** What the app has of its user. */
  public interface Session {
    /** The identity provider's access token for the endpoint; a fresh one is not from a cache. */
    String bearerToken(boolean fresh);

    /** There are no more tokens: 403 is to be told, 401 and 404 sign the user out. */
    void ended(Refused why);
  }

  /** The endpoint's answer, when trying again does not help. */
  public static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The HTTP status. */
    public final int status;

    Refused(int status) {
      super("The token endpoint answers " + status);
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
   * Signs in at ACS.
   *
   * @param endpoint such as {@code https://contoso.azurewebsites.net/api}
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

  /** For ChatClientBuilder.credential and its like. */
  public CommunicationTokenCredential credential() {
    return credential;
  }

  /** Revokes every token of the user, which may take up to 15 minutes at ACS. */
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
      return callUntilAnswered(method, path);
    } catch (IOException e) {
      throw new UncheckedIOException("The token endpoint does not answer as it should", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  private String callUntilAnswered(String method, String path)
      throws IOException, InterruptedException {
    boolean fresh = false;
    for (int attempt = 1; ; attempt++) {
      long pause = 1L << attempt;
      try {
        var reply = http.send(request(method, path, fresh), BodyHandlers.ofString());
        int status = reply.statusCode();
        if (status < 300) {
          return reply.body();
        }
        if (status == 401 && !fresh) {
          fresh = true;
          continue;
        }
        if (status < 500 && status != 429) {
          throw new Refused(status);
        }
        if (attempt == ATTEMPTS) {
          throw new IOException("It answers " + status);
        }
        pause = reply.headers().firstValueAsLong("Retry-After").orElse(pause);
      } catch (IOException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
      Thread.sleep(Math.min(pause, 60) * 1000 + ThreadLocalRandom.current().nextLong(500));
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
      return String.valueOf(reader.readMap(JsonReader::readUntyped).get("token"));
    } catch (IOException e) {
      throw new UncheckedIOException("Not the token endpoint's answer", e);
    }
  }
}
