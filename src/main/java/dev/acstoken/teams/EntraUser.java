package dev.acstoken.teams;

import dev.acstoken.identity.Redacted;

/**
 * A caller as a user of Entra ID, according to the caller's verified bearer token. Every Teams user
 * is a user of Entra ID.
 *
 * @param objectId the {@code oid} claim, a GUID that is unique in the user's tenant
 * @param assertion the bearer token, with which this service can acquire tokens from Entra ID on
 *     the user's behalf
 */
public record EntraUser(String objectId, Redacted assertion) {}
