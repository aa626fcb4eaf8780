package dev.acstoken.auth;

/**
 * Why a bearer token was refused, for the operator. A text is empty if it is unknown.
 *
 * @param reason the reason
 * @param unverifiedIssuer the issuer that the token names. Anybody may have written it.
 * @param unverifiedApp the application that the token names. Anybody may have written it.
 * @param found what the token says
 * @param expected what the settings demand
 */
public record Refusal(
    RefusalReason reason,
    String unverifiedIssuer,
    String unverifiedApp,
    String found,
    String expected) {}
