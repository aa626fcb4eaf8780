package dev.acstoken.auth;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executors;

/**
 * The issuer's keys: cached, refreshed in the background ahead of their expiry, fetched at a
 * limited rate whatever key ids callers make up, and kept through an outage of the issuer.
 */
public final class IssuerKeys {

  private static final Duration TIME_TO_LIVE = Duration.ofMinutes(15);
  private static final Duration REFRESH_AHEAD = Duration.ofMinutes(10);
  private static final Duration REFRESH_TIMEOUT = Duration.ofSeconds(4);
  private static final Duration LEAST_INTERVAL = Duration.ofSeconds(30);
  private static final Duration OUTAGE = Duration.ofHours(4);

  private final JWKSource<SecurityContext> source;

  /** Keys of the issuer, found through its discovery document when they are first needed. */
  public IssuerKeys(URI issuer, HttpClient http) {
    this.source =
        JWKSourceBuilder.create(new DiscoveredKeySet(issuer, http))
            .cache(TIME_TO_LIVE.toMillis(), REFRESH_TIMEOUT.toMillis())
            .refreshAheadCache(
                REFRESH_AHEAD.toMillis(),
                null,
                Executors.newSingleThreadExecutor(IssuerKeys::daemon),
                false,
                null,
                false)
            .rateLimited(LEAST_INTERVAL.toMillis())
            .outageTolerant(OUTAGE.toMillis())
            .build();
  }

  JWKSource<SecurityContext> source() {
    return source;
  }

  boolean areKnown() {
    try {
      return !source.get(new JWKSelector(new JWKMatcher.Builder().build()), null).isEmpty();
    } catch (KeySourceException e) {
      return false;
    }
  }

  private static Thread daemon(Runnable refresh) {
    Thread thread = new Thread(refresh, "issuer-keys-refresh");
    thread.setDaemon(true);
    return thread;
  }
}
