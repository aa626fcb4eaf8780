package dev.acstoken.contract;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request and its response, as sent over HTTP.
 *
 * @param method the HTTP method in capitals
 * @param path the percent-encoded path below the base URI, with the query
 * @param requestBody the body, empty if the request has none
 * @param chunked whether the request's body was sent chunked
 */
public record Exchange(
    String method,
    String path,
    Map<String, String> requestHeaders,
    String requestBody,
    boolean chunked,
    int status,
    Map<String, String> responseHeaders,
    String responseBody) {

  public Exchange {
    requestHeaders = byName(requestHeaders);
    responseHeaders = byName(responseHeaders);
  }

  Optional<String> requestHeader(String name) {
    return Optional.ofNullable(requestHeaders.get(name));
  }

  Optional<String> responseHeader(String name) {
    return Optional.ofNullable(responseHeaders.get(name));
  }

  /** Returns the text for failed assertions, without headers because they contain bearer tokens. */
  @Override
  public String toString() {
    return method + " " + path + " " + requestBody + "\n -> " + status + " " + responseBody;
  }

  private static Map<String, String> byName(Map<String, String> headers) {
    Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    byName.putAll(headers);
    return byName;
  }
}
