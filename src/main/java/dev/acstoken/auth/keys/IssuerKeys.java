package dev.acstoken.auth.keys;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.OutageTolerantJWKSetSource;
import com.nimbusds.jose.jwk.source.RateLimitedJWKSetSource;
import com.nimbusds.jose.jwk.source.RefreshAheadCachingJWKSetSource;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import dev.acstoken.concurrent.DaemonThreads;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import java.net.http.HttpClient;
import java.security.Key;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The issuer's signing keys. They are cached, refreshed in the background ahead of their expiry and
 * kept through an outage. Fetches are rate-limited, so tokens with unknown key ids cannot cause a
 * flood of them.
 */
public final class IssuerKeys implements JWSKeySelector<KeyRequest> {

  private static final Duration TIME_TO_LIVE = Duration.ofMinutes(15);
  private static final Duration REFRESH_AHEAD = Duration.ofMinutes(10);
  private static final Duration REFRESH_TIMEOUT = Duration.ofSeconds(4);
  private static final Duration MIN_INTERVAL = Duration.ofSeconds(30);
  private static final Duration OUTAGE = Duration.ofHours(4);

  // RFC 7518, section 3.3.
  private static final int MIN_RSA_BITS = 2048;

  private final DiscoveredKeySet published;
  private final JWKSetSource<SecurityContext> sets;
  private final InstantSource clock;

  /** Creates keys that are fetched when they are first needed. */
  public IssuerKeys(KeyLocation location, HttpClient http) {
    this(location, http, InstantSource.system());
  }

  public IssuerKeys(KeyLocation location, HttpClient http, InstantSource clock) {
    this.clock = clock;
    this.published = new DiscoveredKeySet(location, http);
    var throughOutages = new OutageTolerantJWKSetSource<>(published, OUTAGE.toMillis(), null);
    var notTooOften = new RateLimitedJWKSetSource<>(throughOutages, MIN_INTERVAL.toMillis(), null);
    this.sets =
        new RefreshAheadCachingJWKSetSource<>(
            notTooOften,
            TIME_TO_LIVE.toMillis(),
            REFRESH_TIMEOUT.toMillis(),
            REFRESH_AHEAD.toMillis(),
            Executors.newSingleThreadExecutor(DaemonThreads.named("issuer-keys-refresh")),
            false,
            null,
            null,
            false);
  }

  /**
   * Returns the keys that may have signed a token with this header; empty if the issuer has none.
   *
   * @throws ServiceException if the keys are unavailable
   */
  @Override
  public List<Key> selectJWSKeys(JWSHeader header, KeyRequest request) {
    try {
      return select(header, request);
    } catch (KeySourceException e) {
      throw new ServiceException(
          ErrorCode.ISSUER_UNAVAILABLE,
          "The token issuer's signing keys are currently unavailable.",
          e);
    }
  }

  private List<Key> select(JWSHeader header, KeyRequest request) throws KeySourceException {
    return new JWSVerificationKeySelector<SecurityContext>(
            Set.of(header.getAlgorithm()), this::select)
        .selectJWSKeys(header, request);
  }

  /** Returns why no token can be verified now, for the operator; empty if keys are available. */
  public Optional<String> problem() {
    return hasKeys() ? Optional.empty() : Optional.of("no signing keys");
  }

  /**
   * Returns the keys that match the selector; empty if the issuer has no such key.
   *
   * @throws KeySourceException if the keys are unavailable
   */
  List<JWK> select(JWKSelector selector, @Nullable SecurityContext context)
      throws KeySourceException {
    long now = clock.millis();
    JWKSet known = sets.getJWKSet(JWKSetCacheRefreshEvaluator.noRefresh(), now, context);
    List<JWK> selected = trusted(selector, known);
    return selected.isEmpty() ? selectNewer(selector, known, now, context) : selected;
  }

  private List<JWK> selectNewer(
      JWKSelector selector, JWKSet known, long now, @Nullable SecurityContext context) {
    try {
      return trusted(
          selector,
          sets.getJWKSet(JWKSetCacheRefreshEvaluator.referenceComparison(known), now, context));
    } catch (KeySourceException e) {
      // Other keys are available, so an unknown key id must not look like an outage.
      return List.of();
    }
  }

  private static List<JWK> trusted(JWKSelector selector, JWKSet set) {
    return selector.select(set).stream().filter(IssuerKeys::isVerificationKey).toList();
  }

  // The library verifies with keys of any length, even with keys that it would not sign with. The
  // bit length of the modulus is compared because leading zeros inflate its encoded length.
  private static boolean isVerificationKey(JWK key) {
    boolean isStrong =
        key instanceof RSAKey rsa
            ? rsa.getModulus().decodeToBigInteger().bitLength() >= MIN_RSA_BITS
            : key instanceof ECKey;
    boolean isForSignatures =
        (key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE))
            && (key.getKeyOperations() == null
                || key.getKeyOperations().contains(KeyOperation.VERIFY));
    return isStrong && isForSignatures;
  }

  /** Returns whether a usable key is available. Fetches the keys if none are cached. */
  private boolean hasKeys() {
    try {
      return !select(new JWKSelector(new JWKMatcher.Builder().build()), null).isEmpty();
    } catch (KeySourceException e) {
      return false;
    }
  }

  /** Returns and resets the number of fetches. */
  public KeyFetchCounts drainFetchCounts() {
    return published.drainFetchCounts();
  }
}
