package dev.acstoken.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.microsoft.azure.functions.HttpRequestMessage;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import java.net.URI;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A parameter of a request's query. It is read from the URL, because the Functions host omits a
 * parameter without a value, and the request would then mean something else.
 */
final class QueryParameter {

  private QueryParameter() {}

  /**
   * Reads a parameter. The case of its name is ignored, as the Functions host does.
   *
   * @return the decoded value; empty if the query has no such parameter
   * @throws ServiceException if the parameter has no value or several
   */
  static Optional<String> read(String name, HttpRequestMessage<?> request) {
    List<String> values =
        parts(RequestUri.of(request)).stream()
            .map(part -> part.split("=", 2))
            .filter(part -> decode(part[0]).equalsIgnoreCase(name))
            .map(part -> part.length == 2 ? decode(part[1]) : "")
            .toList();
    if (values.isEmpty()) {
      return Optional.empty();
    }
    if (values.size() > 1 || values.get(0).isBlank()) {
      throw new ServiceException(
          ErrorCode.INVALID_REQUEST,
          "The query parameter \"" + name + "\" must have exactly one value that is not blank.");
    }
    return Optional.of(values.get(0));
  }

  private static List<String> parts(URI uri) {
    String query = uri.getRawQuery();
    return query == null ? List.of() : Arrays.asList(query.split("&"));
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException e) {
      throw RequestUri.malformed(e);
    }
  }
}
