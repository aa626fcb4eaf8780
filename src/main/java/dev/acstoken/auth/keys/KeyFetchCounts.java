package dev.acstoken.auth.keys;

/**
 * The number of times that the issuer's keys were fetched.
 *
 * @param all successful and failed fetches
 * @param failed fetches that returned no usable key set
 */
public record KeyFetchCounts(int all, int failed) {}
