package dev.acstoken.auth.keys;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.proc.JWSKeySelector;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import java.net.http.HttpClient;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The signing keys of one issuer. They are cached, refreshed in the background and kept through an
 * outage. A token with an unknown key id waits for nothing, and is refused as invalid only after a
 * later fetch has shown that the issuer has no such key.
 */
public final class IssuerKeys implements JWSKeySelector<KeyRequest> {

  private static final Duration RECHECK = Duration.ofSeconds(30);

  private final KeyRefresher refresher;
  private final UnknownKeyIds unknownIds = new UnknownKeyIds();

  /**
   * Creates keys that are fetched when they are first needed.
   *
   * @param http a client that does not follow redirects itself
   */
  public IssuerKeys(KeyLocation location, HttpClient http) {
    this(location, http, System::nanoTime);
  }

  /** Creates keys whose age is measured on the given monotonic clock in nanoseconds. */
  public IssuerKeys(KeyLocation location, HttpClient http, LongSupplier nanoTime) {
    this.refresher = new KeyRefresher(new KeyFetcher(location, http), nanoTime);
  }

  /**
   * Returns the keys that may have signed a token with this header; empty if the issuer has no such
   * key. Waits only if there are no keys or only old ones.
   *
   * @throws ServiceException with {@link ErrorCode#ISSUER_UNAVAILABLE} or {@link
   *     ErrorCode#MISCONFIGURED} if there are no keys at all; with {@link
   *     ErrorCode#KEY_NOT_FETCHED} or {@link ErrorCode#KEY_UNAVAILABLE} if the key is unknown and
   *     may be a new one
   */
  @Override
  public List<PublicKey> selectJWSKeys(JWSHeader header, KeyRequest request) {
    FetchedKeys fetched = refresher.keys(request.deadline());
    request.selectedFrom(fetched);
    List<PublicKey> candidates = fetched.keys().candidates(header, request.issuer());
    if (candidates.isEmpty()) {
      reconsider(header, fetched);
    }
    return candidates;
  }

  /**
   * Reports that none of the keys that were selected for the request verified the signature of the
   * token. The keys are refreshed in the background, because a key without an id may have been
   * replaced.
   *
   * @throws ServiceException with {@link ErrorCode#KEY_NOT_FETCHED} or {@link
   *     ErrorCode#KEY_UNAVAILABLE} if the token names a key that is unknown and may be a new one
   */
  public void signatureFailed(JWSHeader header, KeyRequest request) {
    // The newest keys may be others by now, and the token was not tried with them.
    request.selectedFrom().ifPresent(fetched -> reconsider(header, fetched));
  }

  /**
   * Requires that tokens can be verified now. Fetches the keys if none are cached.
   *
   * @param deadline the longest time to wait if there are no keys, or only old ones
   * @throws ServiceException with {@link ErrorCode#ISSUER_UNAVAILABLE} or {@link
   *     ErrorCode#MISCONFIGURED} if there are no keys. Its log message is the reason.
   */
  public void requireAvailable(Deadline deadline) {
    var unused = refresher.keys(deadline);
  }

  /**
   * Returns how many keys there are, how many were skipped because they are unusable, how old they
   * are, and why the last fetch failed, for the operator.
   */
  public String note() {
    return refresher.note();
  }

  /** Returns and resets the number of fetches. */
  public KeyFetchCounts drainFetchCounts() {
    return refresher.drainFetchCounts();
  }

  /** Refreshes the keys after a refusal. Throws if the refusal may be wrong. */
  private void reconsider(JWSHeader header, FetchedKeys fetched) {
    String id = header.getKeyID();
    if (id == null || fetched.keys().hasId(id)) {
      refresher.refreshForUnverifiedToken(Duration.ZERO);
    } else if (isCertainlyUnknown(id, fetched)) {
      refresher.refreshForUnverifiedToken(RECHECK);
    } else {
      throw refresher.notFetched(fetched);
    }
  }

  // The fetch that has returned these keys began after the id was first asked for.
  private boolean isCertainlyUnknown(String id, FetchedKeys fetched) {
    return fetched.fetch() > unknownIds.fetchesBefore(id, refresher.fetches());
  }
}
