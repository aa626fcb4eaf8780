package dev.acstoken.auth;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A scope that a user's token must have. Providers write a scope in its short form ({@code
 * Tokens.Issue}) or in its full form, which begins with the API's identifier ({@code
 * api://chat/Tokens.Issue}). Both forms of a scope of this API are the same scope.
 *
 * @param scope the scope in either form
 * @param audiences the identifiers of this API, which the full form of a short scope begins with
 */
public record RequiredScope(String scope, Set<String> audiences) {

  // The names of the claim in Entra ID and Okta, in RFC 8693 and RFC 9068, and in Auth0.
  private static final List<ClaimPath> CLAIMS =
      Stream.of("scp", "scope", "permissions").map(ClaimPath::of).toList();

  public RequiredScope {
    audiences = Set.copyOf(audiences);
  }

  /** Returns what is wrong with a scope, as a predicate of a sentence; empty if nothing is. */
  public static Optional<String> problemOf(String scope) {
    if (!scope.matches("\\S+")) {
      return Optional.of("must be one scope, without spaces");
    }
    return scope.endsWith("/")
        ? Optional.of("must name a scope after its last slash")
        : Optional.empty();
  }

  boolean isIn(Map<String, Object> claims) {
    return scopesIn(claims).anyMatch(this::isSame);
  }

  /**
   * Returns the scopes of a token. Spaces separate the scopes in a text (RFC 8693, section 4.2).
   */
  static Stream<String> scopesIn(Map<String, Object> claims) {
    return CLAIMS.stream()
        .flatMap(claim -> claim.in(claims).stream())
        .flatMap(
            value ->
                value instanceof String text
                    ? Arrays.stream(text.split(" "))
                    : value instanceof List<?> list
                        ? list.stream().filter(String.class::isInstance).map(String.class::cast)
                        : Stream.empty())
        .filter(scope -> !scope.isEmpty());
  }

  private boolean isSame(String granted) {
    return granted.equals(scope)
        || (scope.contains("://") && granted.equals(afterPrefix(scope)))
        || (granted.endsWith("/" + scope) && isIdentifierOfThisApi(prefix(granted)));
  }

  // A token may also have scopes of other APIs, whose short forms can be the same.
  private boolean isIdentifierOfThisApi(String prefix) {
    return audiences.stream()
        .map(audience -> audience.endsWith("/") ? audience : audience + "/")
        .anyMatch(audience -> prefix.equals(audience) || prefix.equals("api://" + audience));
  }

  private String prefix(String granted) {
    return granted.substring(0, granted.length() - scope.length());
  }

  private static String afterPrefix(String fullForm) {
    return fullForm.substring(fullForm.lastIndexOf('/') + 1);
  }
}
