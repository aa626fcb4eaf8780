package dev.acstoken.azure.entra;

import java.util.Optional;

/**
 * The settings of the exchange of Teams users' tokens for ACS tokens.
 *
 * @param appId the id of the Entra application for which the Teams tokens are acquired
 * @param onBehalfOf how this service acquires the Teams tokens on the users' behalf; empty if the
 *     app sends them
 */
public record TeamsSettings(String appId, Optional<OnBehalfOfSettings> onBehalfOf) {}
