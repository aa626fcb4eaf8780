package dev.acstoken.azure.acs;

import dev.acstoken.identity.Redacted;
import java.net.URI;
import java.util.Optional;

/**
 * The settings of the ACS resource: its endpoint and the credential for it.
 *
 * @param endpoint the resource's endpoint, such as {@code https://contoso.communication.azure.com},
 *     https and without a path
 * @param accessKey the resource's key; empty to use {@code DefaultAzureCredential}
 */
public record AcsSettings(URI endpoint, Optional<Redacted> accessKey) {}
