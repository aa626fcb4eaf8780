package dev.acstoken.infra;

import static java.util.stream.Collectors.toSet;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The value of a Bicep expression: text, number, boolean, list or object, or the source of an
 * expression that only a deployment can evaluate.
 */
record BicepValue(Optional<Object> json) {

  private static final String EXPRESSION = "$expression";

  /** Returns the value at the end of the path; it is absent if the path does not exist. */
  BicepValue at(String... path) {
    Optional<Object> found = json;
    for (String name : path) {
      found =
          found.flatMap(
              it ->
                  it instanceof Map<?, ?> m ? Optional.ofNullable(m.get(name)) : Optional.empty());
    }
    return new BicepValue(found);
  }

  boolean isPresent() {
    return json.isPresent();
  }

  /** Returns a text, number or boolean as text, and an expression as its source. */
  String text() {
    return isExpression() ? at(EXPRESSION).text() : json.map(String::valueOf).orElse("");
  }

  boolean isExpression() {
    return json.filter(it -> it instanceof Map<?, ?> m && m.containsKey(EXPRESSION)).isPresent();
  }

  /** Returns the names in an object. */
  Set<String> names() {
    return json.filter(Map.class::isInstance).stream()
        .flatMap(it -> ((Map<?, ?>) it).keySet().stream())
        .map(String::valueOf)
        .collect(toSet());
  }

  Stream<BicepValue> items() {
    return json.filter(List.class::isInstance).stream()
        .flatMap(it -> ((List<?>) it).stream())
        .map(it -> new BicepValue(Optional.ofNullable(it)));
  }
}
