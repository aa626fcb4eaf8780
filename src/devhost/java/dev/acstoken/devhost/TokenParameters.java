package dev.acstoken.devhost;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request for a token.
 *
 * @param name the user, or the client id of the application
 * @param isApplication whether the token is one of an application, without a user
 * @param roles the roles
 * @param scope scopes separated by spaces; empty for none
 * @param lifetime the lifetime of the token
 */
record TokenParameters(
    String name, boolean isApplication, List<String> roles, String scope, Duration lifetime) {
  TokenParameters {
    roles = List.copyOf(roles);
  }

  /**
   * Reads the parameters of the query and of a form. The first value counts, and the query comes
   * first.
   *
   * @throws IllegalArgumentException with a message for the caller
   */
  static TokenParameters parse(@Nullable String query, String form) {
    var parameters = new LinkedHashMap<String, List<String>>();
    collect(query == null ? "" : query, parameters);
    collect(form, parameters);
    var user = first(parameters, "user", "").strip();
    var application = first(parameters, "application", "").strip();
    if (user.isEmpty() && application.isEmpty()) {
      throw new IllegalArgumentException(
          "The parameter \"user\" is missing. Example: /token?user=alice");
    }
    if (!user.isEmpty() && !application.isEmpty()) {
      throw new IllegalArgumentException(
          "A token is either a user's or an application's, so set one of the two parameters.");
    }
    var roles =
        parameters.getOrDefault("roles", List.of()).stream()
            .flatMap(value -> Arrays.stream(value.split(",", -1)))
            .map(String::strip)
            .filter(role -> !role.isEmpty())
            .toList();
    return new TokenParameters(
        user + application,
        !application.isEmpty(),
        roles,
        first(parameters, "scope", "").strip(),
        minutes(parameters));
  }

  TokenBuilder tokenFrom(Function<String, TokenBuilder> issuer) {
    var token =
        issuer.apply(name).roles(roles.toArray(String[]::new)).validFrom(Instant.now(), lifetime);
    var ofCaller = isApplication ? token.ofApplication() : token;
    return scope.isEmpty() ? ofCaller : ofCaller.scope(scope);
  }

  private static void collect(String encoded, Map<String, List<String>> parameters) {
    for (String pair : encoded.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters
            .computeIfAbsent(decode(pair.substring(0, equals)), name -> new ArrayList<>())
            .add(decode(pair.substring(equals + 1)));
      }
    }
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static String first(
      Map<String, List<String>> parameters, String name, String defaultValue) {
    return parameters.getOrDefault(name, List.of(defaultValue)).get(0);
  }

  private static Duration minutes(Map<String, List<String>> parameters) {
    var text = first(parameters, "minutes", "60");
    if (!text.matches("[1-9]\\d{0,5}")) {
      throw new IllegalArgumentException(
          "minutes must be a whole number of 1 or more, not " + text);
    }
    return Duration.ofMinutes(Integer.parseInt(text));
  }
}
