package dev.acstoken.auth.keys;

/**
 * The number of times that issuers' keys were fetched.
 *
 * @param all successful and failed fetches
 * @param failed fetches that returned no usable key set
 */
public record KeyFetchCounts(int all, int failed) {

  /** Returns the sums of these counts and others. */
  public KeyFetchCounts plus(KeyFetchCounts other) {
    return new KeyFetchCounts(all + other.all, failed + other.failed);
  }
}
