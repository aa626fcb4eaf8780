package dev.acstoken.auth.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetRetrievalException;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Fetches an issuer's key set from the address in its discovery document.
 *
 * @see <a href="https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig">OpenID
 *     Connect Discovery 1.0, section 4</a>
 */
final class DiscoveredKeySet implements JWKSetSource<SecurityContext> {

  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final int MAX_BYTES = 256 * 1024;

  private final KeyLocation location;
  private final HttpClient http;
  private final AtomicInteger fetches = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();

  DiscoveredKeySet(KeyLocation location, HttpClient http) {
    this.location = location;
    this.http = http;
  }

  @Override
  public JWKSet getJWKSet(
      JWKSetCacheRefreshEvaluator evaluator, long now, @Nullable SecurityContext context)
      throws JWKSetRetrievalException {
    fetches.incrementAndGet();
    try {
      return JWKSet.parse(fetch(keySet()));
    } catch (IOException | ParseException | RuntimeException e) {
      // For some documents, such as "null", the parsers throw other exceptions than they declare.
      failures.incrementAndGet();
      throw new JWKSetRetrievalException("Failed to fetch the issuer's keys: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JWKSetRetrievalException("Interrupted.", e);
    }
  }

  /** Returns and resets the number of fetches. */
  KeyFetchCounts drainFetchCounts() {
    return new KeyFetchCounts(fetches.getAndSet(0), failures.getAndSet(0));
  }

  @Override
  public void close() {}

  private URI keySet() throws IOException, InterruptedException, ParseException {
    if (location instanceof KeyLocation.Metadata metadata) {
      Map<String, Object> provider = JSONObjectUtils.parse(fetch(metadata.uri()));
      // Without this check, one tenant's document could supply the keys for another tenant.
      if (!metadata.issuer().equals(JSONObjectUtils.getString(provider, "issuer"))) {
        throw new ParseException("The metadata document names another issuer.", 0);
      }
      return SecureUri.parse(JSONObjectUtils.getString(provider, "jwks_uri"));
    }
    return ((KeyLocation.KeySet) location).uri();
  }

  private String fetch(URI uri) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).build();
    var response = http.send(request, BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      closeInTime(body);
      if (response.statusCode() != 200) {
        throw new IOException("Status " + response.statusCode() + " from " + uri + ".");
      }
      byte[] bytes = body.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException("More than " + MAX_BYTES + " bytes from " + uri + ".");
      }
      return new String(bytes, UTF_8);
    }
  }

  // The timeout of the request covers the headers only. A body that stalls would block callers that
  // wait for the first keys forever.
  private static void closeInTime(InputStream body) {
    CompletableFuture.delayedExecutor(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .execute(
            () -> {
              try {
                body.close();
              } catch (IOException e) {
                // The thread that reads the body fails and reports it.
              }
            });
  }
}
