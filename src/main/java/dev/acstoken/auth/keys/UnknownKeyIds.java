package dev.acstoken.auth.keys;

import dev.acstoken.concurrent.LruCache;
import dev.acstoken.identity.Sha256;

/**
 * The key ids of tokens that were not in the issuer's key set. Anyone can invent any number of ids
 * of any length, so only the hashes of the most recent ones are remembered.
 */
final class UnknownKeyIds {

  private static final int MAX_IDS = 4096;

  private final LruCache<String, Long> fetchesBefore = new LruCache<>(MAX_IDS);

  /**
   * Returns the number of fetches that had begun when the id was first asked for. A forgotten id is
   * asked for anew.
   *
   * @param fetches the number of fetches that have begun now
   */
  long fetchesBefore(String id, long fetches) {
    return fetchesBefore.computeIfAbsent(Sha256.hex(id), unused -> fetches);
  }
}
