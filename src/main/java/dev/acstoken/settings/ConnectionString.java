package dev.acstoken.settings;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A connection string, which consists of parts of the form {@code name=value} separated by
 * semicolons. Spaces around names and values are ignored. If a name appears twice, the first part
 * counts.
 */
final class ConnectionString {

  private final Map<String, String> values;

  private ConnectionString(String text, Comparator<String> names) {
    values = new TreeMap<>(names);
    for (String part : text.split(";", -1)) {
      String[] nameAndValue = part.split("=", 2);
      if (nameAndValue.length == 2) {
        values.putIfAbsent(nameAndValue[0].strip(), nameAndValue[1].strip());
      }
    }
  }

  /** Parses a connection string of ACS, whose names are compared without regard to case. */
  static ConnectionString ofAcs(String text) {
    return new ConnectionString(text, String.CASE_INSENSITIVE_ORDER);
  }

  /**
   * Parses a connection string of Azure Storage. Its names are compared exactly, because the SDK
   * does so and would reject any other spelling when a request uses it.
   */
  static ConnectionString ofStorage(String text) {
    return new ConnectionString(text, Comparator.naturalOrder());
  }

  /** Returns the value of a part; empty if there is no such part. */
  Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  boolean has(String name) {
    return values.containsKey(name);
  }
}
