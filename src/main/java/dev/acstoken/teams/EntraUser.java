package dev.acstoken.teams;

import dev.acstoken.identity.Redacted;

/**
 * A caller as Entra ID knows them, by their verified bearer token. Teams knows its users by that.
 *
 * @param objectId the {@code oid} claim, a GUID; unique in the user's tenant
 * @param assertion the bearer token: its holder may ask Entra ID for tokens on the user's behalf
 */
public record EntraUser(String objectId, Redacted assertion) {}
