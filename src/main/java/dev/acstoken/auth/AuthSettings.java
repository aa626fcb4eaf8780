package dev.acstoken.auth;

import java.net.URI;
import java.util.Optional;

/**
 * The settings that decide which bearer tokens are accepted.
 *
 * @param issuer the OpenID Connect issuer, which a token's {@code iss} must equal exactly
 * @param audience the audience that a token's {@code aud} must contain
 * @param userClaim the claim that holds the user's id
 * @param requiredScope a scope that every token must have in {@code scp} or {@code scope}; empty if
 *     none is required
 * @param adminRole the value in {@code roles} that identifies an admin
 */
public record AuthSettings(
    URI issuer,
    String audience,
    String userClaim,
    Optional<String> requiredScope,
    String adminRole) {}
