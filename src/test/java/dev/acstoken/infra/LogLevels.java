package dev.acstoken.infra;

import java.util.Comparator;
import java.util.Map;

/**
 * The log levels of a {@code host.json}, applied like .NET's filter rules.
 *
 * <p>A category has the level of the longest name that matches it. A name may have one {@code *},
 * which matches any text between a prefix and a suffix. A name without {@code *} is a prefix. Case
 * is ignored.
 *
 * @param rules the levels by name; {@code default} applies to categories that no other name matches
 */
record LogLevels(Map<String, String> rules) {
  private static final String DEFAULT = "default";

  LogLevels {
    rules = Map.copyOf(rules);
  }

  /** Returns the level of a category. */
  String of(String category) {
    return rules.keySet().stream()
        .filter(name -> !name.equals(DEFAULT) && matches(name, category))
        .max(Comparator.comparingInt(String::length).thenComparing(String.CASE_INSENSITIVE_ORDER))
        .map(rules::get)
        .orElseGet(() -> rules.getOrDefault(DEFAULT, "Information"));
  }

  private static boolean matches(String name, String category) {
    int wildcard = name.indexOf('*');
    if (wildcard != name.lastIndexOf('*')) {
      throw new IllegalArgumentException(name + " has more than one wildcard.");
    }
    return wildcard < 0
        ? startsWith(category, name)
        : startsWith(category, name.substring(0, wildcard))
            && endsWith(category, name.substring(wildcard + 1));
  }

  private static boolean startsWith(String text, String start) {
    return text.regionMatches(true, 0, start, 0, start.length());
  }

  private static boolean endsWith(String text, String end) {
    return text.regionMatches(true, text.length() - end.length(), end, 0, end.length());
  }
}
