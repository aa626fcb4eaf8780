package dev.acstoken.teams;

import dev.acstoken.identity.Redacted;

/**
 * A caller as a user of Entra ID, according to the caller's verified bearer token. Every Teams user
 * is a user of Entra ID. Another issuer can also issue tokens with an {@code oid} claim.
 *
 * @param objectId the {@code oid} claim, a GUID that is unique in the user's tenant
 * @param issuer the {@code iss} claim, the issuer of the bearer token
 * @param assertion the bearer token, with which this service can acquire tokens from Entra ID on
 *     the user's behalf
 */
public record EntraUser(String objectId, String issuer, Redacted assertion) {}
