package dev.acstoken.settings;

import dev.acstoken.auth.TrustedIssuers;
import dev.acstoken.azure.acs.AcsSettings;
import dev.acstoken.azure.entra.TeamsSettings;
import dev.acstoken.azure.table.TableSettings;
import dev.acstoken.guests.GuestRules;
import dev.acstoken.identity.IdentityRules;
import dev.acstoken.ratelimit.RateLimits;
import java.util.List;
import java.util.Optional;

/**
 * The endpoint's settings. {@link Setting} declares their environment variables.
 *
 * @param acs the ACS resource, and how the endpoint authenticates to it
 * @param identities the rules for identities and their tokens
 * @param table the table that holds the mappings
 * @param clientId the client id of the user-assigned managed identity; empty for the
 *     system-assigned one
 * @param issuers the issuers of callers' tokens, and what those tokens must contain
 * @param teams how Teams tokens are exchanged; empty if the exchange is disabled
 * @param guests the rules for guests
 * @param rateLimits the number of requests that callers may make
 * @param warnings a sentence for each setting that is valid and probably a mistake
 */
public record Settings(
    AcsSettings acs,
    IdentityRules identities,
    TableSettings table,
    Optional<String> clientId,
    TrustedIssuers issuers,
    Optional<TeamsSettings> teams,
    GuestRules guests,
    RateLimits rateLimits,
    List<String> warnings) {}
