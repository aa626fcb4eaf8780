package dev.acstoken.auth;

/**
 * How often the issuer was asked for its keys.
 *
 * @param all whatever came of it
 * @param failed without any key
 */
public record KeyFetches(int all, int failed) {}
