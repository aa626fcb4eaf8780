package dev.acstoken.http;

import com.microsoft.azure.functions.HttpRequestMessage;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import java.util.List;
import java.util.Optional;

/**
 * A parameter of a function's route. Its value is read from the URL of the request and not from the
 * binding data of the Functions host: there, a field of the query or the body whose name differs
 * only in case replaces the parameter's name, and the call fails.
 */
final class RouteParameter {

  private final List<String> route;
  private final int index;

  private RouteParameter(List<String> route, int index) {
    this.route = route;
    this.index = index;
  }

  /**
   * Finds a parameter of a route.
   *
   * @param name the parameter's name, without braces
   * @param route the route without its prefix, such as {@code users/{userId}/identity}
   */
  static RouteParameter of(String name, String route) {
    List<String> segments = segments(route);
    int index = segments.indexOf("{" + name + "}");
    if (index < 0) {
      throw new IllegalArgumentException("The route " + route + " has no parameter " + name + ".");
    }
    return new RouteParameter(segments, index);
  }

  /**
   * Reads the parameter's value.
   *
   * @return the decoded value; empty if the path does not say which of several values is meant
   * @throws ServiceException if the URL is malformed or belongs to another route
   */
  Optional<String> read(HttpRequestMessage<?> request) {
    List<String> path = segments(rawPath(request));
    // A prefix, such as "api", precedes the route.
    int start = path.size() - route.size();
    if (start < 0 || !matches(path.subList(start, path.size()))) {
      throw new ServiceException(
          ErrorCode.INVALID_REQUEST, "The path of the URL is not a path of this operation.");
    }
    return PathSegment.decode(path.get(start + index));
  }

  private boolean matches(List<String> path) {
    for (int i = 0; i < route.size(); i++) {
      boolean isLiteral = !route.get(i).startsWith("{");
      if (isLiteral && !route.get(i).equalsIgnoreCase(path.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static String rawPath(HttpRequestMessage<?> request) {
    return Optional.ofNullable(RequestUri.of(request).getRawPath()).orElse("");
  }

  // The host ignores one slash at the end.
  private static List<String> segments(String path) {
    String withoutEnd = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return List.of(withoutEnd.split("/", -1));
  }
}
