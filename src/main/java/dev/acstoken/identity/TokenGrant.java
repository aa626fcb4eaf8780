package dev.acstoken.identity;

/**
 * The scopes and the lifetime that a requested token gets.
 *
 * @param scopes the token's scopes, at least one
 * @param lifetime the token's lifetime
 */
public record TokenGrant(ScopeSet scopes, TokenLifetime lifetime) {}
