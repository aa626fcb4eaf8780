package dev.acstoken.devhost;

import static java.util.stream.Collectors.toMap;

import dev.acstoken.settings.Setting;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The endpoint's settings that the development host finds in its environment. They take precedence
 * over its own, so that the endpoint on this machine can accept the tokens of a real provider.
 *
 * @param values the values by the names of the settings
 */
record GivenSettings(Map<String, String> values) {

  /** The settings of the host's own issuer, which a given issuer replaces. */
  private static final Set<String> SINGLE_ISSUER = Set.of("AUTH_ISSUER", "AUTH_AUDIENCE");

  static final GivenSettings NONE = new GivenSettings(Map.of());

  /** Finds the settings that the host uses. */
  static GivenSettings in(Map<String, String> environment) {
    return new GivenSettings(
        given(environment)
            .filter(setting -> reasonAgainst(setting).isEmpty())
            .map(Setting::name)
            .collect(toMap(name -> name, environment::get, (one, other) -> one, TreeMap::new)));
  }

  /** Returns a sentence for each setting in the environment that the host refuses to use. */
  static List<String> refusals(Map<String, String> environment) {
    return given(environment)
        .flatMap(
            setting ->
                reasonAgainst(setting).stream()
                    .map(
                        reason ->
                            "The variable " + setting + " is not used, because " + reason + "."))
        .toList();
  }

  // Without the other variables of Azure, CONTAINER_NAME is another program's.
  private static Stream<Setting> given(Map<String, String> environment) {
    return Arrays.stream(Setting.values())
        .filter(setting -> setting != Setting.CONTAINER_NAME)
        .filter(setting -> !environment.getOrDefault(setting.name(), "").isBlank());
  }

  // A new setting is used, unless it is named here.
  private static Optional<String> reasonAgainst(Setting setting) {
    return switch (setting) {
      case COMMUNICATION_SERVICES_ENDPOINT,
          COMMUNICATION_SERVICES_ACCESSKEY,
          COMMUNICATION_SERVICES_CONNECTION_STRING,
          COMMUNICATION_SERVICES_RESOURCE_ID ->
          Optional.of("the endpoint on this machine uses the ACS emulator");
      case TABLE_STORAGE_ENDPOINT, TABLE_STORAGE_CONNECTION_STRING ->
          Optional.of("the endpoint on this machine uses Azurite");
      case AZURE_CLIENT_ID ->
          Optional.of("neither the ACS emulator nor Azurite asks for a managed identity");
      case WEBSITE_SKU,
          WEBSITE_POD_NAME,
          CONTAINER_APP_REPLICA_NAME,
          WEBSITE_INSTANCE_ID,
          WEBSITE_SITE_NAME ->
          Optional.of("it describes an instance in Azure");
      default -> Optional.empty();
    };
  }

  /** Returns whether they name the issuers, so the local issuer's tokens are not accepted. */
  boolean nameIssuers() {
    return values.containsKey("AUTH_ISSUERS") || values.containsKey("AUTH_ISSUER");
  }

  /** Returns all settings of the endpoint. */
  Map<String, String> over(Map<String, String> own) {
    Map<String, String> all = new HashMap<>(own);
    if (nameIssuers()) {
      all.keySet().removeAll(SINGLE_ISSUER);
    }
    if (values.containsKey("TEAMS_ON_BEHALF_OF_APP_ID")) {
      all.remove("TEAMS_APP_ID");
    }
    all.putAll(values);
    return all;
  }
}
