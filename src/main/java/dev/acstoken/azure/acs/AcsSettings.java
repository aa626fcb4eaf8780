package dev.acstoken.azure.acs;

import dev.acstoken.azure.Secret;
import java.net.URI;
import java.util.Optional;

/**
 * Which ACS resource, and how to be let in.
 *
 * @param endpoint such as {@code https://contoso.communication.azure.com}, https and without a path
 * @param accessKey the resource's key; empty to use {@code DefaultAzureCredential}
 */
public record AcsSettings(URI endpoint, Optional<Secret> accessKey) {}
