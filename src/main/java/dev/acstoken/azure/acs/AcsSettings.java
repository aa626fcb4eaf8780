package dev.acstoken.azure.acs;

import dev.acstoken.identity.Redacted;
import java.net.URI;
import java.util.Optional;

/**
 * Which ACS resource is used, and how to authenticate to it.
 *
 * @param endpoint such as {@code https://contoso.communication.azure.com}, https and without a path
 * @param accessKey the resource's key; empty to use {@code DefaultAzureCredential}
 */
public record AcsSettings(URI endpoint, Optional<Redacted> accessKey) {}
