package dev.acstoken.azure.entra;

import java.util.Optional;

/**
 * How Teams users' tokens are exchanged.
 *
 * @param appId the Entra application that their Teams tokens are acquired for
 * @param onBehalfOfTenant where the endpoint acquires them itself; empty if the app sends them
 */
public record TeamsSettings(String appId, Optional<EntraTenant> onBehalfOfTenant) {}
