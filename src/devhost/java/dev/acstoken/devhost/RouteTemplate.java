package dev.acstoken.devhost;

import static java.util.stream.Collectors.joining;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A function's route, including the prefix. Literal segments match regardless of case, as in
 * ASP.NET Core. A {@code {name}} parameter matches one segment that is not empty.
 */
record RouteTemplate(List<String> segments) {
  private static final String CALLER = "me";

  RouteTemplate {
    segments = List.copyOf(segments);
  }

  /**
   * Parses the route of an {@code @HttpTrigger}.
   *
   * @throws IllegalArgumentException for routes that the development host does not support: those
   *     with constraints, optional parameters, or parameters that are only part of a segment
   */
  static RouteTemplate parse(String prefix, String route) {
    var template = prefix.isEmpty() ? route : prefix + "/" + route;
    var segments = List.of(template.split("/", -1));
    for (String segment : segments) {
      if (!segment.matches("[^{}]+|\\{\\w+}")) {
        throw new IllegalArgumentException(
            "The development host supports only routes of literal segments and {parameters}, not \""
                + segment
                + "\" of "
                + template);
      }
    }
    return new RouteTemplate(segments);
  }

  /** Returns the parameters' values by name if the path matches. */
  Optional<Map<String, String>> match(RequestPath path) {
    if (path.segments().size() != segments.size()) {
      return Optional.empty();
    }
    var values = new HashMap<String, String>();
    for (int i = 0; i < segments.size(); i++) {
      var expected = segments.get(i);
      var actual = path.segments().get(i);
      if (isParameter(expected)) {
        if (actual.isEmpty()) {
          return Optional.empty();
        }
        values.put(expected.substring(1, expected.length() - 1), actual);
      } else if (!expected.equalsIgnoreCase(actual)) {
        return Optional.empty();
      }
    }
    return Optional.of(values);
  }

  /** Describes a path that matches, with {@code me} and the names of other parameters. */
  String describe(RequestPath path) {
    return IntStream.range(0, segments.size())
        .mapToObj(i -> isCaller(path.segments().get(i)) ? CALLER : segments.get(i))
        .collect(joining("/", "/", ""));
  }

  /** Returns whether a segment stands for the caller, and so names nobody. */
  static boolean isCaller(String segment) {
    return segment.equals(CALLER);
  }

  @Override
  public String toString() {
    return String.join("/", segments);
  }

  private static boolean isParameter(String segment) {
    return segment.startsWith("{");
  }
}
