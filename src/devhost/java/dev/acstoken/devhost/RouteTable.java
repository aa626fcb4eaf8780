package dev.acstoken.devhost;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The routes of all functions, ordered by function name, as the host tries them. */
final class RouteTable {
  /** The function that serves a request, and the path's parameters. */
  record Match(FunctionMethod function, Map<String, String> parameters) {}

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
        return Optional.of(new Match(route.function(), parameters.get()));
      }
    }
    return Optional.empty();
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
