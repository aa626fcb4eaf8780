package dev.acstoken.local;

import com.microsoft.azure.functions.HttpMethod;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The methods and paths that lead to a function.
 *
 * @param methods empty for all
 */
record Route(FunctionMethod function, List<String> methods, RouteTemplate template) {
  /** A function without an HTTP trigger has none. */
  static Optional<Route> of(FunctionMethod function, HostSettings settings) {
    return function
        .httpTrigger()
        .map(
            trigger ->
                new Route(
                    function,
                    Arrays.stream(trigger.methods()).map(HttpMethod::name).toList(),
                    template(function, trigger.route(), settings)));
  }

  Optional<Map<String, String>> match(String method, RequestPath path) {
    return methods.isEmpty() || methods.contains(method) ? template.match(path) : Optional.empty();
  }

  @Override
  public String toString() {
    var allowed = methods.isEmpty() ? "any method" : String.join(",", methods);
    return function.name() + ": " + allowed + " " + template;
  }

  private static RouteTemplate template(
      FunctionMethod function, String route, HostSettings settings) {
    try {
      return RouteTemplate.parse(settings.routePrefix(), route.isEmpty() ? function.name() : route);
    } catch (IllegalArgumentException e) {
      throw new CannotStartException(function.name() + ": " + e.getMessage(), e);
    }
  }
}
