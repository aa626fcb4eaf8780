package dev.acstoken.identity;

/**
 * The decision on a token: allowed scopes, at least one, and a lifetime.
 *
 * @param scopes the token's scopes
 * @param lifetime the token's lifetime
 */
public record TokenGrant(ScopeSet scopes, TokenLifetime lifetime) {}
