package dev.acstoken.azure.entra;

import java.util.Optional;

/**
 * How Teams users' tokens are exchanged for ACS tokens.
 *
 * @param appId the Entra application that their Teams tokens are acquired for
 * @param onBehalfOfTenant the tenant where this service acquires them itself; empty if the app
 *     sends them
 */
public record TeamsSettings(String appId, Optional<EntraTenant> onBehalfOfTenant) {}
