package dev.acstoken.contract;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request and its reply, as they went over HTTP.
 *
 * @param method in capitals
 * @param path below the base URI, percent-encoded, with the query
 * @param requestBody empty if there was none
 * @param chunked whether the request's body was
 */
public record Exchange(
    String method,
    String path,
    Map<String, String> requestHeaders,
    String requestBody,
    boolean chunked,
    int status,
    Map<String, String> replyHeaders,
    String replyBody) {

  public Exchange {
    requestHeaders = byName(requestHeaders);
    replyHeaders = byName(replyHeaders);
  }

  Optional<String> requestHeader(String name) {
    return Optional.ofNullable(requestHeaders.get(name));
  }

  Optional<String> replyHeader(String name) {
    return Optional.ofNullable(replyHeaders.get(name));
  }

  /** As a failed assertion names it: without headers, which hold bearer tokens. */
  @Override
  public String toString() {
    return method + " " + path + " " + requestBody + "\n -> " + status + " " + replyBody;
  }

  private static Map<String, String> byName(Map<String, String> headers) {
    Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    byName.putAll(headers);
    return byName;
  }
}
