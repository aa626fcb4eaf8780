package dev.acstoken.devhost;

import com.microsoft.azure.functions.HttpMethod;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The HTTP methods and the route of a function. */
record FunctionRoute(FunctionMethod function, List<String> methods, RouteTemplate template) {
  /**
   * Returns the route of a function as the host would map it; empty without an HTTP trigger.
   *
   * @throws CannotStartException for a function that the host would not serve: one with a reserved
   *     route or without methods
   */
  static Optional<FunctionRoute> of(FunctionMethod function, HostSettings settings) {
    return function
        .httpTrigger()
        .map(
            trigger ->
                new FunctionRoute(
                    function,
                    methods(function, trigger.methods()),
                    template(function, trigger.route(), settings)));
  }

  Optional<Map<String, String>> match(String method, RequestPath path) {
    return methods.contains(method) ? template.match(path) : Optional.empty();
  }

  /**
   * Returns whether the host would reject one of the two, because they share a route and a method.
   */
  boolean conflictsWith(FunctionRoute other) {
    return template.toString().equalsIgnoreCase(other.template.toString())
        && !Collections.disjoint(methods, other.methods);
  }

  @Override
  public String toString() {
    return function.name() + ": " + String.join(",", methods) + " " + template;
  }

  /**
   * Returns the methods. An empty array would be copied to function.json, where it allows no
   * method.
   */
  private static List<String> methods(FunctionMethod function, HttpMethod[] methods) {
    if (methods.length == 0) {
      throw new CannotStartException(
          function.name()
              + " names no HTTP methods: the Functions host would respond to all requests with"
              + " 404.");
    }
    return Arrays.stream(methods).map(HttpMethod::name).toList();
  }

  private static RouteTemplate template(
      FunctionMethod function, String route, HostSettings settings) {
    var own = route.isEmpty() ? function.name() : route;
    var reserved = own.toLowerCase(Locale.ROOT);
    if (reserved.startsWith("admin") || reserved.startsWith("runtime")) {
      throw new CannotStartException(
          function.name()
              + ": the Functions host reserves routes that begin with \"admin\" or \"runtime\".");
    }
    try {
      return RouteTemplate.parse(settings.routePrefix(), own);
    } catch (IllegalArgumentException e) {
      throw new CannotStartException(function.name() + ": " + e.getMessage(), e);
    }
  }
}
