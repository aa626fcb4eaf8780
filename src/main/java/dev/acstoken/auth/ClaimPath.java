package dev.acstoken.auth;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The place of a claim in a token.
 *
 * @param names the literal names on the way to the claim. Usually there is one; several lead into
 *     nested objects. A dot or a slash in a name has no meaning.
 */
public record ClaimPath(List<String> names) {

  public ClaimPath {
    names = List.copyOf(names);
  }

  /** Returns the place of a claim at the top level. */
  public static ClaimPath of(String name) {
    return new ClaimPath(List.of(name));
  }

  /** Returns the last name, which says what the claim means. */
  public String lastName() {
    return names.get(names.size() - 1);
  }

  /** Returns the claim's value; empty if it is absent or {@code null}. */
  Optional<Object> in(Map<String, Object> claims) {
    Object value = claims;
    for (String name : names) {
      value = value instanceof Map<?, ?> object ? object.get(name) : null;
    }
    return Optional.ofNullable(value);
  }

  /** Returns the claim's value; empty if it is absent or not a text. */
  Optional<String> textIn(Map<String, Object> claims) {
    return in(claims).filter(String.class::isInstance).map(String.class::cast);
  }

  /** Returns the texts of the claim: a text is one, and a list has several. They are not split. */
  List<String> textsIn(Map<String, Object> claims) {
    return valuesIn(claims).stream()
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .toList();
  }

  /** Returns the values of the claim: those of a list, or the one value that is not a list. */
  List<Object> valuesIn(Map<String, Object> claims) {
    return in(claims)
        .map(
            value ->
                value instanceof List<?> list
                    ? list.stream().filter(Objects::nonNull).map(Object.class::cast).toList()
                    : List.of(value))
        .orElse(List.of());
  }

  /** Returns the names, separated by slashes, for people. */
  @Override
  public String toString() {
    return String.join("/", names);
  }
}
