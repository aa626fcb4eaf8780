package dev.acstoken.settings;

import dev.acstoken.auth.AuthSettings;
import dev.acstoken.azure.acs.AcsSettings;
import dev.acstoken.azure.entra.TeamsSettings;
import dev.acstoken.azure.table.TableSettings;
import dev.acstoken.identity.AcsResource;
import dev.acstoken.identity.TokenPolicy;
import dev.acstoken.ratelimit.RateLimits;
import java.time.Duration;
import java.util.Optional;

/**
 * The endpoint's settings. {@link Setting} declares their environment variables.
 *
 * @param acs the ACS resource, and how the endpoint authenticates to it
 * @param acsResource the identities that belong to the ACS resource, and those that may be replaced
 * @param identityLossPeriod the time for which ACS must deny that it knows an identity before the
 *     identity counts as lost
 * @param table the table that holds the mappings
 * @param clientId the client id of the user-assigned managed identity; empty for the
 *     system-assigned one
 * @param auth the issuer of callers' tokens, and what those tokens must contain
 * @param tokens the scopes of users without a policy of their own, and the tokens' default lifetime
 * @param teams how Teams tokens are exchanged; empty if the exchange is disabled
 * @param rateLimits the number of requests that callers may make
 */
public record Settings(
    AcsSettings acs,
    AcsResource acsResource,
    Duration identityLossPeriod,
    TableSettings table,
    Optional<String> clientId,
    AuthSettings auth,
    TokenPolicy tokens,
    Optional<TeamsSettings> teams,
    RateLimits rateLimits) {}
