package dev.acstoken.auth;

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
 * Fetches an issuer's key set from where its discovery document says.
 *
 * @see <a href="https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig">OpenID
 *     Connect Discovery 1.0, section 4</a>
 */
final class DiscoveredKeySet implements JWKSetSource<SecurityContext> {

  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final int MAX_BYTES = 256 * 1024;

  private final URI issuer;
  private final HttpClient http;
  private final AtomicInteger fetches = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();

  DiscoveredKeySet(URI issuer, HttpClient http) {
    this.issuer = issuer;
    this.http = http;
  }

  @Override
  public JWKSet getJWKSet(
      JWKSetCacheRefreshEvaluator evaluator, long now, @Nullable SecurityContext context)
      throws JWKSetRetrievalException {
    fetches.incrementAndGet();
    try {
      Map<String, Object> provider = JSONObjectUtils.parse(fetch(discoveryDocument()));
      requireIssuer(provider);
      URI keys = SecureUri.parse(JSONObjectUtils.getString(provider, "jwks_uri"));
      return JWKSet.parse(fetch(keys));
    } catch (IOException | ParseException | RuntimeException e) {
      // The parsers answer some documents, "null" is one, with what is none of their own
      // exceptions.
      failures.incrementAndGet();
      throw new JWKSetRetrievalException("No keys from the issuer: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JWKSetRetrievalException("Interrupted.", e);
    }
  }

  /** Returns the fetches since the last call. */
  KeyFetchCounts drainFetchCounts() {
    return new KeyFetchCounts(fetches.getAndSet(0), failures.getAndSet(0));
  }

  @Override
  public void close() {}

  private URI discoveryDocument() {
    String base = issuer.toString();
    return URI.create(
        (base.endsWith("/") ? base : base + "/") + ".well-known/openid-configuration");
  }

  // Else one tenant's document could vouch for another's keys.
  private void requireIssuer(Map<String, Object> provider) throws ParseException {
    if (!issuer.toString().equals(JSONObjectUtils.getString(provider, "issuer"))) {
      throw new ParseException("The discovery document is another issuer's.", 0);
    }
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

  // The request's own time-out ends with the headers: a body that stalls would hold up for good
  // whoever waits for the first keys.
  private static void closeInTime(InputStream body) {
    CompletableFuture.delayedExecutor(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .execute(
            () -> {
              try {
                body.close();
              } catch (IOException e) {
                // The reader learns of it.
              }
            });
  }
}
