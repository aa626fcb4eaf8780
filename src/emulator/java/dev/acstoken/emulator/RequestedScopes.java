package dev.acstoken.emulator;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The scopes of a sign-in to a tenant's application.
 *
 * @param requested the scopes as the client named them, such as {@code api://<appId>/Tokens.Issue}
 * @param granted the names of the permissions, as the claim {@code scp} lists them
 */
record RequestedScopes(List<String> requested, List<String> granted) {

  /** The scopes that client libraries may request in addition. */
  static final Set<String> OPENID = Set.of("openid", "profile", "offline_access");

  /** The permission that every user has granted, which {@code .default} stands for. */
  static final String DEFAULT = "Tokens.Issue";

  RequestedScopes {
    requested = List.copyOf(requested);
    granted = List.copyOf(granted);
  }

  /**
   * Reads the parameter {@code scope}. Returns empty if it names no permission of the application,
   * or one of another application.
   */
  static Optional<RequestedScopes> parse(String scope, String appId) {
    List<String> requested = withoutOpenId(scope);
    var ofTheApplication = Pattern.compile("(api://)?" + Pattern.quote(appId) + "/[^/]+");
    return !requested.isEmpty() && requested.stream().allMatch(ofTheApplication.asMatchPredicate())
        ? Optional.of(
            new RequestedScopes(
                requested, requested.stream().map(RequestedScopes::permission).toList()))
        : Optional.empty();
  }

  static List<String> withoutOpenId(String scope) {
    return Arrays.stream(scope.split(" ", -1))
        .filter(it -> !it.isEmpty() && !OPENID.contains(it))
        .toList();
  }

  private static String permission(String scope) {
    String name = scope.substring(scope.lastIndexOf('/') + 1);
    return name.equals(".default") ? DEFAULT : name;
  }
}
