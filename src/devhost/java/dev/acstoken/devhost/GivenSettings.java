package dev.acstoken.devhost;

import static java.util.stream.Collectors.toMap;

import dev.acstoken.settings.Setting;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

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

  /** Finds the settings that an operator would choose. The emulators determine the others. */
  static GivenSettings in(Map<String, String> environment) {
    return new GivenSettings(
        Arrays.stream(Setting.values())
            .filter(Setting::isChosenByOperator)
            .map(Setting::name)
            .filter(name -> !environment.getOrDefault(name, "").isBlank())
            .collect(toMap(name -> name, environment::get, (one, other) -> one, TreeMap::new)));
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
