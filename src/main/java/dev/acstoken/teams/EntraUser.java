package dev.acstoken.teams;

/**
 * Who the caller is at Entra ID, by their verified bearer token. Teams knows its users by that.
 *
 * @param objectId the {@code oid} claim, a GUID; unique in the user's tenant
 * @param assertion the bearer token
 */
public record EntraUser(String objectId, UserAssertion assertion) {}
