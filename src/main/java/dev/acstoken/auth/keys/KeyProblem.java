package dev.acstoken.auth.keys;

/**
 * Why no token of an issuer can be verified.
 *
 * @param reason what is wrong, for the operator
 * @param isMisconfigured whether the settings are wrong, so that waiting does not help
 */
public record KeyProblem(String reason, boolean isMisconfigured) {}
