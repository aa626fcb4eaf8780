package dev.acstoken.devhost;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The routes of all functions, ordered by function name, as the host tries them. */
final class RouteTable {
  /** The function that serves a request, its route, and the path's parameters. */
  record Match(FunctionRoute route, Map<String, String> parameters) {
    FunctionMethod function() {
      return route.function();
    }
  }

  private final List<FunctionRoute> routes = new ArrayList<>();

  /**
   * Creates the table from the functions that have an HTTP trigger.
   *
   * @throws CannotStartException when the host would reject one of them
   */
  RouteTable(List<FunctionMethod> functions, HostSettings settings) {
    for (FunctionMethod function : functions) {
      FunctionRoute.of(function, settings).ifPresent(this::add);
    }
  }

  /**
   * Finds the function of a request. Returns empty both for an unknown path and for a wrong method.
   */
  Optional<Match> find(String method, RequestPath path) {
    for (FunctionRoute route : routes) {
      var parameters = route.match(method, path);
      if (parameters.isPresent()) {
        return Optional.of(new Match(route, parameters.get()));
      }
    }
    return Optional.empty();
  }

  /**
   * Describes a path without what it says about users: {@code /api/users/{userId}/identity}. Of a
   * path without a function, it shows the segments that occur in routes.
   */
  String describe(RequestPath path, Optional<Match> match) {
    return match
        .map(found -> found.route().template().describe(path))
        .orElseGet(
            () ->
                path.segments().stream()
                    .map(segment -> isKnown(segment) ? "/" + segment : "/...")
                    .collect(joining()));
  }

  private boolean isKnown(String segment) {
    return RouteTemplate.isCaller(segment)
        || routes.stream().anyMatch(route -> route.template().segments().contains(segment));
  }

  private void add(FunctionRoute added) {
    for (FunctionRoute route : routes) {
      if (route.conflictsWith(added)) {
        throw new CannotStartException(added + " conflicts with " + route + ".");
      }
    }
    routes.add(added);
  }
}
