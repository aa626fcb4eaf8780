package dev.acstoken.auth.keys;

import dev.acstoken.identity.Deadline;
import java.time.Duration;

/**
 * The time that a fetch of an issuer's keys may take.
 *
 * @param total the time for all documents together
 * @param document the time for each of them
 */
record FetchTimeouts(Duration total, Duration document) {

  // A little less than a request may wait, so that the request learns why the fetch failed.
  private static final Duration TOTAL = Duration.ofMillis(7500);

  /** For the first fetch. A cold issuer may need longer, and no token can be verified meanwhile. */
  static final FetchTimeouts FIRST = new FetchTimeouts(TOTAL, TOTAL);

  /** For a fetch while there are keys. */
  static final FetchTimeouts REFRESH = new FetchTimeouts(TOTAL, Duration.ofSeconds(4));

  /** Returns the deadline of a document whose fetch begins now. */
  Deadline forDocument(Deadline all) {
    Duration rest = all.remaining();
    return Deadline.in(rest.compareTo(document) < 0 ? rest : document);
  }
}
