package dev.acstoken.devhost;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The parameters of a query as ASP.NET Core reads them: names that differ only in case are one
 * parameter. Source: {@code QueryFeature} and {@code AdaptiveCapacityDictionary} of
 * dotnet/aspnetcore.
 */
final class RequestQuery {
  /**
   * The number of names up to which ASP.NET Core keeps the parameters in an array. There, the
   * second value of a parameter changes the spelling of its name. Later the first spelling stays.
   */
  private static final int MAX_NAMES_IN_ARRAY = 10;

  private final Map<String, Parameter> parameters = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  private record Parameter(String name, List<String> values) {}

  private RequestQuery() {}

  /**
   * Parses a query.
   *
   * @param raw the text after the question mark; may be empty
   */
  static RequestQuery parse(String raw) {
    var query = new RequestQuery();
    for (String pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals >= 0) {
        query.add(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      } else if (!pair.isEmpty()) {
        query.add(decode(pair), "");
      }
    }
    return query;
  }

  /** Parses the query of a URL, which may have none. */
  static RequestQuery ofUrl(String url) {
    int mark = url.indexOf('?');
    return parse(mark < 0 ? "" : url.substring(mark + 1));
  }

  /**
   * Returns the values as the Java worker gets them: several are joined by commas, and empty ones
   * are dropped.
   */
  Map<String, String> joined() {
    var joined = new LinkedHashMap<String, String>();
    for (Parameter parameter : parameters.values()) {
      var value = join(parameter.values());
      if (!value.isEmpty()) {
        joined.put(parameter.name(), value);
      }
    }
    return Collections.unmodifiableMap(joined);
  }

  /** Returns the last value of each parameter, which may be empty. */
  Map<String, String> last() {
    var last = new LinkedHashMap<String, String>();
    for (Parameter parameter : parameters.values()) {
      last.put(parameter.name(), parameter.values().get(parameter.values().size() - 1));
    }
    return Collections.unmodifiableMap(last);
  }

  /**
   * Joins the values of a parameter or a header: an empty value adds no comma. Source: {@code
   * StringValues.ToString} of dotnet/runtime.
   */
  static String join(List<String> values) {
    return values.stream().filter(value -> !value.isEmpty()).collect(Collectors.joining(","));
  }

  private void add(String name, String value) {
    var known = parameters.get(name);
    if (known == null) {
      parameters.put(name, new Parameter(name, new ArrayList<>(List.of(value))));
      return;
    }
    known.values().add(value);
    if (known.values().size() == 2 && parameters.size() <= MAX_NAMES_IN_ARRAY) {
      parameters.put(name, new Parameter(name, known.values()));
    }
  }

  /** Decodes as {@code QueryStringEnumerable} does: a plus sign first becomes a space. */
  private static String decode(String raw) {
    return PercentEncoding.decode(raw.replace('+', ' '));
  }
}
