package dev.acstoken.azure.entra;

/**
 * The settings with which this service acquires Teams tokens on the users' behalf.
 *
 * @param tenant the tenant whose users have Teams tokens
 * @param acceptsOtherApplications whether bearer tokens of the tenant are also accepted if they are
 *     for another application than the one that acquires the Teams tokens
 */
public record OnBehalfOfSettings(EntraTenant tenant, boolean acceptsOtherApplications) {}
