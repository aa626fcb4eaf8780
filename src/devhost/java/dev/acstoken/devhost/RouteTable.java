package dev.acstoken.devhost;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The routes of all functions, in the order in which the host tries them: by function name. */
final class RouteTable {
  /** Where a request goes, with the path's parameters. */
  record Match(FunctionMethod function, Map<String, String> parameters) {}

  private final List<FunctionRoute> routes = new ArrayList<>();

  /**
   * Maps the functions that have an HTTP trigger.
   *
   * @throws CannotStartException when the host would refuse one of them
   */
  RouteTable(List<FunctionMethod> functions, HostSettings settings) {
    for (FunctionMethod function : functions) {
      FunctionRoute.of(function, settings).ifPresent(this::add);
    }
  }

  /** Empty for an unknown path and for a wrong method alike. */
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
