package dev.acstoken.settings;

import dev.acstoken.auth.AuthSettings;
import dev.acstoken.azure.AcsSettings;
import dev.acstoken.azure.TableSettings;
import dev.acstoken.azure.TeamsSettings;
import dev.acstoken.identity.TokenPolicy;
import dev.acstoken.limits.RateLimit;
import java.util.Map;
import java.util.Optional;

/**
 * The endpoint's settings, read once. README.md lists the environment variables.
 *
 * @param acs which ACS resource, and how to be let in
 * @param table where the mappings live
 * @param clientId the user-assigned managed identity to use; empty for the system-assigned one
 * @param auth whose tokens open the endpoint
 * @param tokens what users may have unless their mapping says otherwise
 * @param teams how Teams users' tokens are exchanged; empty if they are not
 * @param rateLimit how many token requests a caller has
 */
public record Settings(
    AcsSettings acs,
    TableSettings table,
    Optional<String> clientId,
    AuthSettings auth,
    TokenPolicy tokens,
    Optional<TeamsSettings> teams,
    RateLimit rateLimit) {

  /**
   * Reads the settings from environment variables.
   *
   * @throws SettingsException naming every variable that is missing or wrong, all at once
   */
  public static Settings of(Map<String, String> environment) {
    return new SettingsReader(environment).read();
  }
}
