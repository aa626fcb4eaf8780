package dev.acstoken.auth;

import java.net.URI;
import java.util.Optional;

/**
 * Which bearer tokens are accepted.
 *
 * @param issuer the OpenID Connect issuer, compared with a token's {@code iss} exactly
 * @param audience what a token's {@code aud} must contain
 * @param userClaim the claim that holds the user's id
 * @param requiredScope a scope that every token must carry in {@code scp} or {@code scope}; empty
 *     for none
 * @param adminRole the value in {@code roles} that makes an admin
 */
public record AuthSettings(
    URI issuer,
    String audience,
    String userClaim,
    Optional<String> requiredScope,
    String adminRole) {}
