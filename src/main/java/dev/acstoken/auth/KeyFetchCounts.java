package dev.acstoken.auth;

/**
 * How often the issuer's keys were fetched.
 *
 * @param all successful and failed fetches
 * @param failed fetches without a usable key set
 */
public record KeyFetchCounts(int all, int failed) {}
